"""Reading an existing article out of a page or a text: pure parsing, nothing is written here."""
