"""Rules about the values in a document: examples, defaults, enums, patterns."""
