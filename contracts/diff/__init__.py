"""Compares two versions of a document: operations, parameters, responses and schemas."""
