"""Recorded traffic: masking, usage by consumers, and differences from the document."""
