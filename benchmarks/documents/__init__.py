"""Validators of documents measured side by side: speed and memory, what they find, where, and what they say wrongly."""
