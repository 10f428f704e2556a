"""The server `aiohttp_config`."""
