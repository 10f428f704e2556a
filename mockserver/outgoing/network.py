"""HTTP/1.1 requests over connections to addresses that were checked."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Iterable

import httpcore

from mockserver.addresses import is_loopback_name
from mockserver.outgoing.errors import DeliveryError
from mockserver.outgoing.messages import Outgoing, Received
from mockserver.outgoing.receivers import Receivers

MAX_ADDRESSES = 4
"""Maximum number of addresses of a name that are tried."""


async def request(outgoing: Outgoing, receivers: Receivers, largest: int) -> Received:
    """Send a request over a connection of its own and return the response.

    :param largest: maximum number of bytes of the response that are read.
    :raises DeliveryError: if there is no complete response, or the address is not allowed.
    """
    url = outgoing.url
    target = httpcore.URL(scheme=url.scheme, host=url.host, port=url.port, target=url.target)
    context = await asyncio.to_thread(_tls, url.host) if url.scheme == "https" else None
    try:
        async with (
            httpcore.AsyncConnectionPool(ssl_context=context, network_backend=_CheckedBackend(receivers)) as pool,
            pool.stream(
                outgoing.method, target, headers=[*outgoing.headers], content=outgoing.body or _length(outgoing)
            ) as response,
        ):
            body, is_cut = await _read(response.aiter_stream(), largest)
            return Received(response.status, tuple(response.headers), body, is_cut=is_cut)
    except httpcore.TimeoutException:
        raise DeliveryError("no response in time", hint="check the receiver", may_recur=True) from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as error:
        message = f"the request failed: {type(error).__name__} {error}"[:300].strip()
        raise DeliveryError(message, hint="check that the receiver runs", may_recur=True) from None


def _length(outgoing: Outgoing) -> bytes | None:
    """Return the content of a request without body: empty with a length for the methods that usually have a body."""
    return b"" if outgoing.method in {"POST", "PUT", "PATCH"} else None


def _tls(host: str) -> ssl.SSLContext:
    """Return how to verify a certificate: not that of a receiver on this machine, which is rarely a public one."""
    context = httpcore.default_ssl_context()
    if is_loopback_name(host):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


async def _read(chunks: AsyncIterator[bytes], largest: int) -> tuple[bytes, bool]:
    """Return the first bytes of a response, and whether there are more."""
    found = b""
    async for chunk in chunks:
        found += chunk
        if len(found) > largest:
            return found[:largest], True
    return found, False


class _CheckedBackend(httpcore.AsyncNetworkBackend):
    """Connects to allowed addresses of a name only: these cannot change between the check and the connection."""

    def __init__(self, receivers: Receivers) -> None:
        self._receivers = receivers
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that accepts the connection.

        :raises DeliveryError: if none is allowed.
        """
        addresses = await self._allowed(host, port)
        for address in addresses[:-1]:
            try:
                return await self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
            except httpcore.ConnectError:
                continue
        return await self._backend.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def _allowed(self, host: str, port: int) -> list[str]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or "not a host name"
            message = f"the host name cannot be resolved: {reason}"
            raise DeliveryError(message, hint="check the URL", may_recur=True) from None
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        allowed = [one for one in addresses if self._receivers.allows_address(host, one)][:MAX_ADDRESSES]
        if not allowed:
            message = f"the host name has the address {addresses[0]}, which is not allowed"
            hint = "name the host with --callback-host"
            raise DeliveryError(message, hint=hint, is_refused=True)
        return allowed
