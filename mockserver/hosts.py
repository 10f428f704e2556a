"""``Host: NAME.localhost``: on a port with several APIs, one of them at its native paths.

Names under ``localhost`` mean this machine (RFC 6761, section 6.3); curl and browsers resolve them so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mockserver.http import Scope


class Hosts:
    """The host names that stand for an API.

    :param prefixes: the prefix that the API of each name is served under.
    :param serves: whether an operation is served at a path of the shared port, whatever its method.
    """

    def __init__(self, prefixes: Mapping[str, str], serves: Callable[[str], object]) -> None:
        self._prefixes = {name.encode("ascii"): prefix for name, prefix in prefixes.items()}
        self._serves = serves

    def served_path(self, scope: Scope, path: str) -> str:
        """The path of the shared port that a request means.

        :param path: the raw path. Where the host's API has it not and another API has, it means that one: our pages
            show paths with their prefixes, under whatever name they are read.
        """
        prefix = self._prefix(scope) if self._prefixes else ""
        if not prefix or not path.startswith("/"):
            return path
        native = prefix + path
        candidates = (native, prefix, path) if path == "/" else (native, path)
        return next((candidate for candidate in candidates if self._serves(candidate)), native)

    def _prefix(self, scope: Scope) -> str:
        for name, value in scope["headers"]:
            if name == b"host":
                return self._prefixes.get(value.partition(b":")[0].lower(), "")
        return ""
