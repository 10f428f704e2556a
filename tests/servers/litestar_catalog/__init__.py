"""The server `litestar_catalog`."""
