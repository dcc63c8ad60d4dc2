"""Pages of the chain of command."""
