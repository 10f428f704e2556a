"""The value of ``--store``: ``memory``, ``sqlite:FILE`` or ``redis://HOST:PORT/DB``.

Redis can also be reached with TLS (``rediss://…``) or by a Unix socket (``unix:///run/redis.sock``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit, urlunsplit

MEMORY = "memory"
SQLITE = "sqlite"
REDIS = "redis"

PREFIX = "casemock"
"""The default prefix of the keys in Redis."""

MAX_EXPIRE = 10**9

_EXPECTED = "expected memory, sqlite:FILE or redis://HOST:PORT/DB"
_PREFIX = re.compile(r"[A-Za-z0-9_.:-]{1,100}")


@dataclass(frozen=True)
class StoreUrl:
    """Where written items are kept.

    :param kind: ``memory``, ``sqlite`` or ``redis``.
    :param target: the file, or the URL of the Redis server without our options; it may contain a password.
    :param shown: the value for messages, without a password.
    :param prefix: of all keys in Redis, so that several mock servers can share a database.
    :param expire: seconds after the last write until Redis deletes everything; 0 for never.
    :param allow_eviction: whether Redis may delete items when its memory is full.
    """

    kind: str
    target: str = field(default="", repr=False)
    shown: str = MEMORY
    prefix: str = PREFIX
    expire: int = 0
    allow_eviction: bool = False


def parse_store_url(text: str) -> StoreUrl:
    """Return the parts of a value of ``--store``. Raises ``ValueError``; the message contains no password."""
    if text == MEMORY:
        return StoreUrl(MEMORY)
    kind, colon, rest = text.partition(":")
    if kind == SQLITE and rest:
        return StoreUrl(SQLITE, rest, text)
    if kind in {"redis", "rediss"} and colon:
        return _redis(text)
    if kind == "unix" and rest.startswith("///"):
        path, _, query = text.partition("?")
        return StoreUrl(REDIS, path, path, *_options(query))
    raise ValueError(_EXPECTED + ("" if "@" in text else f", not {text[:40]!r}"))


def _redis(text: str) -> StoreUrl:
    try:
        url = urlsplit(text)
        host, port = url.hostname or "", url.port
    except ValueError:
        raise ValueError(f"{_EXPECTED}: the host or port is not valid (the value is not shown)") from None
    if not host or not re.fullmatch(r"/?[0-9]{0,5}", url.path) or url.fragment:
        raise ValueError(f"{_EXPECTED}, with a number as DB; quote special characters in a password as %XX")
    options = _options(url.query)
    address = f"[{host}]" if ":" in host else host
    shown = f"{url.scheme}://{address}{f':{port}' if port else ''}{url.path}"
    return StoreUrl(REDIS, urlunsplit(url._replace(query="")), shown, *options)


def _options(query: str) -> tuple[str, int, bool]:
    """Return prefix, expire and allow_eviction."""
    given = dict(parse_qsl(query, keep_blank_values=True))
    prefix, expire = given.pop("prefix", PREFIX), given.pop("expire", "0")
    eviction = given.pop("allow-eviction", "no")
    if given:
        names = ", ".join(given)
        raise ValueError(f"unknown option of the Redis URL: {names}; known: prefix, expire, allow-eviction")
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"expected a prefix of letters, digits and -_.:, not {prefix[:40]!r}")
    if not re.fullmatch(r"[0-9]{1,10}", expire) or int(expire) > MAX_EXPIRE:
        raise ValueError(f"expected expire=SECONDS, at most {MAX_EXPIRE}, not {expire[:40]!r}")
    if eviction not in {"yes", "no"}:
        raise ValueError(f"expected allow-eviction=yes or no, not {eviction[:40]!r}")
    return prefix, int(expire), eviction == "yes"
