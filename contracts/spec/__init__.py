"""Read an OpenAPI document, check it, and compile it into a frozen contract."""
