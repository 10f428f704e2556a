"""The server `aiohttp_feed`."""
