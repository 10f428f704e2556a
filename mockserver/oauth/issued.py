"""Tokens and codes that the mock has issued. They are in the store, so that all processes accept them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.generation.json_encoding import encode_json
from mockserver.auth import AuthFailure, Grant
from mockserver.http.messages import decode_json
from mockserver.state.clock import REFERENCE_TIME, SharedClock, format_timestamp
from mockserver.state.stores.store import Names, Store

TABLE = "oauth"
"""The table of all tokens and codes, by digest; also the name of the counter that numbers them."""

MAX_ISSUED = 10_000
"""Number of tokens and codes that are kept; the oldest ones are removed."""

PRUNED_EVERY = 100
"""The table is pruned each time so many were issued."""

ACCESS, REFRESH, CODE = "access", "refresh", "code"

_PREFIXES: Mapping[str, str] = {ACCESS: "mock_at_", REFRESH: "mock_rt_", CODE: "mock_ac_"}
_OWN = re.compile(r"mock_(?:at|rt|ac)_[\w-]{43}")
"""A token that a mock server has issued."""

KEY_ID = "casemock-"
"""Beginning of the names of signing keys."""


@dataclass(frozen=True)
class Issued:
    """A token or a code.

    :param number: of all that were issued, from 1.
    :param kind: ``access``, ``refresh`` or ``code``.
    :param family: number of the grant that it belongs to: all tokens that a code and its refresh tokens led to.
    :param shown: its first characters.
    :param schemes: the keys of the security schemes that it was issued for.
    :param expires: when it expires by the time of day, in seconds since 1970-01-01 UTC.
    :param clock_expires: the same by the clock of the mock, which counts if it was set.
    :param issuer: path of the issuer of OpenID Connect, or ``None``.
    :param redirect_uri: of the authorization request; ``""`` if it had none.
    :param challenge: the code challenge (RFC 7636), or ``""``.
    :param ended: why it is not valid any more, or ``""``.
    """

    number: int
    kind: str
    family: int
    shown: str
    scopes: tuple[str, ...]
    schemes: tuple[str, ...]
    grant: str
    client: str
    user: str
    expires: float
    clock_expires: float
    issuer: str | None = None
    redirect_uri: str = ""
    challenge: str = ""
    challenge_method: str = ""
    nonce: str = ""
    ended: str = ""

    @property
    def identifier(self) -> str:
        """Its id in the admin API."""
        return f"oauth-{self.number}"


class IssuedTokens:
    """All tokens and codes.

    :param seed: determines their values, so that equal requests get equal responses.
    :param checks_form: whether a token in our form that is not known is refused: the documents have endpoints.
    """

    def __init__(self, store: Store, clock: SharedClock, seed: int, *, checks_form: bool) -> None:
        self._store = store
        self._clock = clock
        self._secret = f"casemock oauth {seed}".encode()
        self._checks_form = checks_form

    # ------------------------------------------------------------------ issuing

    def number(self) -> int:
        """Return the number of the next token or code."""
        number = self._store.increment(TABLE)
        if number % PRUNED_EVERY == 0:
            keys = self._store.keys(TABLE)
            self._store.remove(TABLE, keys[: max(len(keys) - MAX_ISSUED, 0)])
        return number

    def value(self, kind: str, number: int) -> str:
        """Return the value of an opaque token or code."""
        digest = hmac.digest(self._secret, f"{kind} {number}".encode(), "sha256")
        return _PREFIXES[kind] + base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def now(self) -> datetime:
        """Return the time for expiry: that of the clock if it was set, else the time of day."""
        return self._clock.now() or datetime.now(UTC)

    def expiry(self, lifetime: int) -> tuple[float, float]:
        """Return when something expires, by the time of day and by the clock of the mock."""
        step = timedelta(seconds=lifetime).total_seconds()
        clock = self._clock.now() or REFERENCE_TIME
        return datetime.now(UTC).timestamp() + step, clock.timestamp() + step

    def add(self, value: str, issued: Issued) -> None:
        """Store a token or code."""
        self._store.change(TABLE, _digest(value), lambda _: encode_json(asdict(issued)))

    # ------------------------------------------------------------------ reading

    def find(self, value: str, kind: str) -> Issued | None:
        """Return a token or code of a kind, whether valid or not; ``None`` if the mock has not issued it."""
        found = _decoded(self._store.get(TABLE, _digest(value)))
        return found if found is not None and found.kind == kind else None

    def is_expired(self, issued: Issued) -> bool:
        """Whether something has expired."""
        now = self._clock.now()
        if now is not None:
            return now.timestamp() >= issued.clock_expires
        return datetime.now(UTC).timestamp() >= issued.expires

    def grant(self, credential: str) -> Grant | AuthFailure | None:
        """Return what an access token grants, or why it is refused; ``None`` if it is not a token of the mock."""
        if not self._checks_form or not is_own_form(credential):
            return None
        issued = self.find(credential, ACCESS)
        if issued is None:
            detail = "this mock server has not issued the access token, or was reset since"
            return AuthFailure(f"{detail}; request a new one")
        if issued.ended:
            return AuthFailure(f"the access token is revoked: {issued.ended}; request a new one")
        if self.is_expired(issued):
            return AuthFailure("the access token has expired; request a new one")
        return Grant(issued.scopes, schemes=frozenset(issued.schemes))

    def all(self) -> Iterator[Issued]:
        """Yield all tokens and codes, the oldest first."""
        for _, stored in self._store.items(TABLE):
            found = _decoded(stored)
            if found is not None:
                yield found

    def shown(self, issued: Issued) -> dict[str, Any]:
        """Return a token for the admin API."""
        seconds = issued.expires if self._clock.now() is None else issued.clock_expires
        return {
            "id": issued.identifier,
            "token": issued.shown,
            "scopes": list(issued.scopes),
            "kind": issued.kind,
            "grant": issued.grant,
            "client": issued.client,
            "user": issued.user,
            "expires_at": format_timestamp(datetime.fromtimestamp(seconds, UTC)),
            "is_valid": not issued.ended and not self.is_expired(issued),
        }

    # ------------------------------------------------------------------ ending

    def end(self, value: str, reason: str) -> bool:
        """Make a token or code invalid; return whether it was valid, i.e. whether this call has ended it."""
        was_valid = False

        def change(stored: bytes | None) -> bytes:
            nonlocal was_valid
            known = decode_json(stored) if stored else {}
            was_valid = bool(known) and not known["ended"]
            return encode_json({**known, "ended": known["ended"] or reason}) if known else b""

        self._store.change(TABLE, _digest(value), change)
        return was_valid

    def end_family(self, family: int, reason: str) -> None:
        """Make all tokens of a grant invalid (RFC 6749, section 4.1.2)."""
        for key, stored in self._store.items(TABLE):
            found = _decoded(stored)
            if found is not None and found.family == family and not found.ended:
                self._store.change(TABLE, key, lambda old: _ended(old, reason))

    def remove(self, identifier: str) -> bool:
        """Remove a token by its id in the admin API; return whether there was one."""
        for key, stored in self._store.items(TABLE):
            found = _decoded(stored)
            if found is not None and found.identifier == identifier:
                self._store.remove(TABLE, [key])
                return True
        return False

    def clear(self) -> None:
        """Remove all tokens and codes; numbers start again."""
        self._store.replace(Names(frozenset({TABLE})), Names(frozenset({TABLE})))


def masked(value: str) -> str:
    """Return the beginning of a token, without anything secret."""
    return f"{value[:8]}…" if _OWN.fullmatch(value) else f"{value[:4]}…"


def is_own_form(credential: str) -> bool:
    """Whether a credential has the form of the tokens that mock servers issue: opaque, or signed with such a key."""
    if _OWN.fullmatch(credential):
        return True
    header, dot, _ = credential.partition(".")
    if not dot or not header.startswith("eyJ") or len(header) > 1000:
        return False
    try:
        decoded = decode_json(base64.urlsafe_b64decode(header + "=="))
    except ValueError:
        return False
    return isinstance(decoded, dict) and str(decoded.get("kid", "")).startswith(KEY_ID)


def _ended(stored: bytes | None, reason: str) -> bytes:
    known = decode_json(stored) if stored else {}
    return encode_json({**known, "ended": known["ended"] or reason}) if known else b""


def _decoded(stored: bytes | None) -> Issued | None:
    if not stored:
        return None
    values = decode_json(stored)
    try:
        return Issued(**{**values, "scopes": tuple(values["scopes"]), "schemes": tuple(values["schemes"])})
    except (KeyError, TypeError):  # another version of casemock has written it
        return None


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
