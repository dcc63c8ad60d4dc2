"""Reads that join several aggregates to show them."""
