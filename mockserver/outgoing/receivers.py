"""Which URLs callbacks and webhooks may be sent to.

Clients choose the URL. Without limits, they could use the server to reach others for them (server-side request
forgery). A host is therefore allowed only if it is this machine, or if the settings name it. A name of this machine is
also checked when it is resolved, and the connection is made to the address that was checked.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from mockserver.addresses import ANY, is_loopback_address, is_loopback_name
from mockserver.outgoing.errors import DeliveryError

MAX_URL = 2048
"""Maximum length of a URL in characters."""

PORTS = {"http": 80, "https": 443}


class Url(NamedTuple):
    """An absolute HTTP URL without fragment.

    :param host: in lower case; an IPv6 address without brackets.
    :param target: path and query.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme and authority, without the default port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    def __str__(self) -> str:
        return self.origin + self.target

    def with_query(self, query: str) -> Url:
        """Return the URL with further parameters in its query."""
        if not query:
            return self
        return self._replace(target=f"{self.target}{'&' if '?' in self.target else '?'}{query}")


def read_url(text: str) -> Url:
    """Read a URL. Raises :class:`DeliveryError` if it is not one that can be sent to."""
    if len(text) > MAX_URL or not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        raise DeliveryError(f"must be a URL of at most {MAX_URL} printable ASCII characters")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in PORTS or not host:
        raise DeliveryError("must be an http or https URL", hint="for example http://localhost:3000/hooks")
    if parts.username is not None or parts.password is not None:
        raise DeliveryError("must not contain credentials", hint="remove what precedes '@'")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Url(parts.scheme, host, PORTS[parts.scheme] if port is None else port, target)


@dataclass(frozen=True)
class Receivers:
    """The hosts that requests may be sent to.

    :param named: hosts of the settings: names and addresses, ``*.example.com`` for all names below one, ``*`` for any.
    :param allows_local: whether also to the loopback interface of this machine.
    :param is_open: whether to all hosts, at any address.
    """

    named: frozenset[str] = frozenset()
    allows_local: bool = True
    is_open: bool = False

    @classmethod
    def of(cls, named: Iterable[str], *, allows_local: bool = True) -> Receivers:
        """Return the hosts of the settings."""
        return cls(frozenset(one.lower().strip("[]").removesuffix(".") for one in named), allows_local)

    def check(self, url: Url, hint: str) -> None:
        """Raise :class:`DeliveryError` for a host that certainly is not allowed.

        :param hint: how to allow it.
        """
        is_local = is_loopback_name(url.host)
        if self._names(url.host) or ANY in self.named or (self.allows_local and is_local):
            return
        problem = "is not an address of this machine"
        if is_local:
            problem = (
                "is an address of the server's machine, and the client is on another one or a page of another site"
            )
        raise DeliveryError(problem, hint=hint, is_refused=True)

    def allows_address(self, host: str, address: str) -> bool:
        """Whether a host may be reached at an address that its name was resolved to.

        The owner of the settings knows the hosts that they name, so these may have any address. Anybody can choose a
        name for an address, so with ``*``, and for names of this machine, the address counts.
        """
        if self._names(host):
            return True
        if is_loopback_address(address):
            return self.allows_local
        return ANY in self.named and is_public(address)

    def _names(self, host: str) -> bool:
        """Whether the settings name a host itself or a domain that it is in."""
        name = host.removesuffix(".")
        suffixes = tuple(one[1:] for one in self.named if one.startswith("*."))
        return self.is_open or name in self.named or name.endswith(suffixes)


ANYWHERE = Receivers(is_open=True)
"""For URLs that the user of a command or the owner of the server gives."""


def is_public(address: str) -> bool:
    """Whether an address is one of the internet, not of a private network (RFC 1918, RFC 4193, …)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        embedded = found.ipv4_mapped or found.sixtofour
        if embedded is None and found in _TRANSLATED:
            embedded = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if embedded is not None:
            found = embedded
    return found.is_global and not found.is_multicast


_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses in IPv6 networks (RFC 6052, section 2.1)."""
