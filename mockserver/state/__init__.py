"""Virtual collections: generated items plus stored writes."""
