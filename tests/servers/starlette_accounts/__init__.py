"""The server `starlette_accounts`."""
