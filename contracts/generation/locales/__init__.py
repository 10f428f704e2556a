"""Language packs: one TOML file for each language, read by :mod:`contracts.generation.language`."""
