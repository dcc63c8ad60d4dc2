"""Pages of those who confide, and of those who answer."""
