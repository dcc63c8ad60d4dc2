"""The chain of command in the demonstration: from a directive to its report, told through the product's own actions."""
