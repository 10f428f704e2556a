"""Benchmark of state: create, read, list, update and delete items of public documents, without knowledge of the mock."""
