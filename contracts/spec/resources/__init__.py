"""Inference of the collections and items that operations act on."""
