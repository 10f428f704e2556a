"""Which ``Host`` a request may have.

A site can give its own name the address of this machine (DNS rebinding). To a browser, the mock is then part of that
site, whose pages may use it. The ``Host`` still has the name of the site, so the server refuses unknown names.

A site of the internet has a public name. Names that cannot be registered are therefore safe: addresses, names below
``localhost`` (RFC 6761, section 6.3), and in a network of our own also names without a dot and below top-level domains
that are not delegated: the names of services in Compose and Kubernetes. These are allowed only if the server listens on
more than the loopback interface.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable

from mockserver.addresses import ANY, LOCAL_NAMES, host_name, is_address, is_loopback_name

PRIVATE_SUFFIXES = (
    ".local",  # RFC 6762, section 3
    ".internal",  # reserved by ICANN in 2024; host.docker.internal
    ".home.arpa",  # RFC 8375
    ".svc",  # services of Kubernetes, NAME.NAMESPACE.svc; those with the domain of the cluster end in .local
    ".test",  # RFC 6761, sections 6.2 and 6.4
    ".invalid",
    ".lan",  # not delegated, and names of routers and container networks
    ".docker",
)


class AllowedHosts:
    """Decides which hosts are served.

    :param host: the address or name that the server listens on.
    :param allowed: further names: exact, ``*.example.com`` for all names below one, ``*`` for any.
    """

    def __init__(self, host: str, allowed: Iterable[str] = ()) -> None:
        names = {one.lower() for one in allowed}
        self._is_any = ANY in names
        self._names = LOCAL_NAMES | {one for one in names if not one.startswith("*")} | {host.lower()}
        self._suffixes = (".localhost", *(one[1:] for one in names if one.startswith("*.")))
        self._has_private = not is_loopback_name(host)
        if self._has_private:
            self._names |= {socket.gethostname().lower()}
        self._known: dict[str, bool] = {}

    def allows(self, host: str) -> bool:
        """Whether requests with this ``Host``, with or without a port, are served."""
        found = self._known.get(host)
        if found is None:
            found = self._allows(host_name(host))
            if len(self._known) < MAX_KNOWN and len(host) < MAX_LENGTH:
                self._known[host] = found
        return found

    def _allows(self, name: str) -> bool:
        if self._is_any or name in self._names or name.endswith(self._suffixes) or is_address(name):
            return True
        return self._has_private and bool(name) and ("." not in name or name.endswith(PRIVATE_SUFFIXES))


MAX_LENGTH = 300
MAX_KNOWN = 100
"""Maximum number of hosts whose decision is kept."""
