"""Pages of duty and of roll-calls."""
