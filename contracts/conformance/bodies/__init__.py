"""Encoding of request bodies in the media types that documents name."""
