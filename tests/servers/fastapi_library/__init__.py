"""The server `fastapi_library`."""
