"""The public API for plugins; ``docs/api.md`` describes it."""
