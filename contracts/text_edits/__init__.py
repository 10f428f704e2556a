"""Edits of documents that keep comments, order, quotes and indentation."""
