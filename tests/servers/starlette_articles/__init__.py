"""The server `starlette_articles`."""
