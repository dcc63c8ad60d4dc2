"""Reads that join several aggregates."""
