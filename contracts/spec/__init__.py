"""From OpenAPI text to the frozen contract."""
