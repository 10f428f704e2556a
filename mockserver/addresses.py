"""Host names, addresses and origins: their syntax, and which ones mean this machine."""

from __future__ import annotations

import ipaddress
import re

ANY = "*"

HOST_PATTERN = re.compile(r"\*|(?:\*\.)?[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9_])?")
"""A host name without port, all names below one, or any."""

RECEIVER_PATTERN = re.compile(rf"{HOST_PATTERN.pattern}|\[?[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*\]?")
"""A host name, all names below one, an IPv4 or IPv6 address, or any."""

ORIGIN_PATTERN = re.compile(
    r"\*|null|[A-Za-z][A-Za-z0-9+.-]*://(?:(?:\*\.)?[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"
)
"""An origin (RFC 6454, section 6.2), those of all hosts below a name, ``null``, or any."""

LOCAL_NAMES = frozenset({"localhost", "ip6-localhost", "ip6-loopback"})
"""Names of the loopback interface in the files of hosts of operating systems."""


def host_name(host: str) -> str:
    """Return the name or address in a ``Host``, in lower case, without port, brackets and the dot of the root."""
    if host.startswith("["):
        address, _, rest = host[1:].partition("]")
        return address.lower() if not rest or rest.startswith(":") else host
    return host.partition(":")[0].lower().removesuffix(".")


def is_address(name: str) -> bool:
    """Whether a name is an IP address; browsers do not look it up."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_loopback_name(name: str) -> bool:
    """Whether a name or address always means this machine."""
    name = name.lower().removesuffix(".")
    if name in LOCAL_NAMES or name.endswith(".localhost"):
        return True
    return is_loopback_address(name)


def is_loopback_address(address: str) -> bool:
    """Whether an address is one of the loopback interface, also if it is written as IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return bool((getattr(found, "ipv4_mapped", None) or found).is_loopback)
