"""Everything that came of a directive: one chain from the paper to the report, each link a record that opens."""
