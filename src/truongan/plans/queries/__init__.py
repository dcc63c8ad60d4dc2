"""Reads of the pages, each in a fixed number of queries."""
