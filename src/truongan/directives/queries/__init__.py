"""Reads that join directives, receipts and duties to show them."""
