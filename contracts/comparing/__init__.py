"""Two versions of a document compared: what became of each operation, parameter, response and schema."""
