"""The registers as tables: filters in the URL, order, export."""
