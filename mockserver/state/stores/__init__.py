"""Stores of written items, one module each, with one test suite for all."""
