"""Which origins may send credentials: pages of this machine, and those that the user names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mockserver.addresses import ANY, host_name, is_loopback_name

_ORIGIN = re.compile(r"https?://(?P<host>(?:[^/?#@\[\]:]+|\[[0-9a-f:.]+\])(?::[0-9]+)?)")

MAX_KNOWN = 100
MAX_LENGTH = 300


class AllowedOrigins:
    """Decides which origins are trusted with credentials.

    :param allowed: further origins: exact, ``https://*.example.com`` for all hosts below a name, ``*`` for any.
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        names = {one.lower() for one in allowed}
        self._is_any = ANY in names
        self._names = frozenset(names)
        self._patterns = [re.compile(re.escape(one).replace(r"\*", r"[a-z0-9_.-]+")) for one in names if "*." in one]
        self._known: dict[bytes, bool] = {}

    def trusts(self, origin: bytes) -> bool:
        """Whether an ``Origin`` may send credentials."""
        found = self._known.get(origin)
        if found is None:
            found = self._trusts(origin.decode("latin-1").lower())
            if len(self._known) < MAX_KNOWN and len(origin) < MAX_LENGTH:
                self._known[origin] = found
        return found

    def _trusts(self, origin: str) -> bool:
        if self._is_any or origin in self._names or any(one.fullmatch(origin) for one in self._patterns):
            return True
        match = _ORIGIN.fullmatch(origin)
        return match is not None and is_loopback_name(host_name(match["host"]))
