"""The mock server: serves the API that an OpenAPI document describes."""
