"""The header of callbacks."""

from mockserver.http.messages import RawHeader

MARK: RawHeader = (b"x-mock-callback", b"1")
"""Header of each callback. A request with it causes no callbacks, and may not use the admin API: otherwise a client
could have the server send requests to itself for ever, or with the rights of this machine."""
