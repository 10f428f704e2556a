"""The server `fastapi_files`."""
