"""Benchmark of state: create, read, list, update and delete items of public documents; the mock is a black box."""
