"""``Host: NAME.localhost``: on a port with several APIs, one of them at its native paths.

Names under ``localhost`` mean this machine (RFC 6761, section 6.3); curl and browsers resolve them so.
"""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.http import Scope


class Hosts:
    """The host names that stand for an API.

    :param prefixes: the prefix that the API of each name is served under.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = {name.encode("ascii"): prefix for name, prefix in prefixes.items()}

    def candidates(self, scope: Scope, path: str) -> tuple[str, ...]:
        """The paths of the shared port that a request may mean, the likeliest first.

        :param path: the raw path. It is tried in the host's API first, then as it is: the console shows paths with
            their prefixes under every host name.
        """
        prefix = self._prefix(scope) if self._prefixes else ""
        if not prefix or not path.startswith("/"):
            return (path,)
        return (prefix + path, prefix, path) if path == "/" else (prefix + path, path)

    def _prefix(self, scope: Scope) -> str:
        for name, value in scope["headers"]:
            if name == b"host":
                return self._prefixes.get(value.partition(b":")[0].lower(), "")
        return ""
