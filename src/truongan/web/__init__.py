"""Layouts, components and static files: how everything looks, with no word of the field in it."""
