"""What the lists of the register show: filters from the URL, columns, order, export."""
