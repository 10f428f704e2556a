"""The server `fastapi_notes`."""
