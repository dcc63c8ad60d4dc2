"""What the lists of plans show: filters from the URL, columns, order, export."""
