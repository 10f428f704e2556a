"""Transports: send requests over HTTP, or to an ASGI or WSGI application in this process."""
