"""Shapes of input: what the public sends, what the unit writes, what the administrator sets."""
