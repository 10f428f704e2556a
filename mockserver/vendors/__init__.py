"""What single vendors' servers do and neither OpenAPI nor an ``x-mock-`` key can say, one vendor a module."""
