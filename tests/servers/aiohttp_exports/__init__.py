"""The server `aiohttp_exports`."""
