"""Rules of vendors that neither OpenAPI nor the ``x-mock-`` extensions can express, one module per vendor."""
