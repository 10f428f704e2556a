"""Transports to applications in this process, without a socket; responses are those that a server would send."""

from __future__ import annotations

from contracts.transports.asgi import Asgi, AsgiTransport
from contracts.transports.wsgi import Wsgi, WsgiTransport

__all__ = ["Asgi", "AsgiTransport", "Wsgi", "WsgiTransport"]
