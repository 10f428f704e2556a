"""Language packs: one JSON file for each language, read by :mod:`contracts.generation.language`."""
