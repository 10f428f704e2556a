"""Requests that are sent, and the responses of their receivers."""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.http.messages import RawHeader
from mockserver.outgoing.receivers import Url


@dataclass(frozen=True)
class Outgoing:
    """A request to send.

    :param headers: without ``Host`` and ``Content-Length``.
    """

    method: str
    url: Url
    headers: tuple[RawHeader, ...] = ()
    body: bytes = b""


@dataclass(frozen=True)
class Received:
    """The response of a receiver.

    :param is_cut: whether the end of the body was not read.
    """

    status: int
    headers: tuple[RawHeader, ...]
    body: bytes
    milliseconds: float = 0.0
    is_cut: bool = False
