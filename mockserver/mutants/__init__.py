"""Servers that break their contract on purpose, each in one way and in a file of its own."""
