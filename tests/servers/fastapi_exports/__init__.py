"""The server `fastapi_exports`."""
