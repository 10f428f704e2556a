"""What clients send to the endpoints: parameters of queries and forms, and client authentication."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from contracts.wording import suggestion
from mockserver.http.messages import read_json
from mockserver.oauth.errors import INVALID_CLIENT, OAuthError

MAX_FORM = 64 * 1024
"""Maximum size of the body of a request to an endpoint."""

MAX_FIELDS = 100
"""Maximum number of parameters of a request."""

MAX_VALUE = 1000
"""Maximum length of a parameter that is stored: client, user, nonce."""

MAX_STATE = 4000
"""Maximum length of a parameter that is sent back, or of a list of scopes."""

REFUSED = re.compile("invalid|expired|revoked|unknown", re.IGNORECASE)
"""Words in the name of a client or user that is not known, and in a secret that is wrong."""

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
"""Client authentication with a signed JWT (RFC 7523, section 2.2)."""

_ASSERTION = re.compile(r"[\w-]+\.([\w-]+)\.[\w-]*")
_FORM = "application/x-www-form-urlencoded"


def read_pairs(text: str, location: str) -> dict[str, str]:
    """Return the parameters of a query or form; those without a value count as absent (RFC 6749, section 3.1).

    :param location: ``query`` or ``body``, for messages.
    :raises OAuthError: if a parameter is repeated, or there are too many.
    """
    try:
        pairs = parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError:
        raise OAuthError("invalid_request", "not valid UTF-8", location) from None
    except ValueError:
        raise OAuthError("invalid_request", f"there are more than {MAX_FIELDS} parameters", location) from None
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise OAuthError("invalid_request", "the parameter is repeated", f"{location}/{name[:40]}", "send it once")
        found[name] = value
    return {name: value for name, value in found.items() if value}


def read_body_values(body: bytes, content_type: str) -> dict[str, str]:
    """Return the parameters of a body: a form, or a JSON object, which many real token endpoints accept, too.

    :raises OAuthError: if it is neither.
    """
    essence = content_type.partition(";")[0].strip().lower()
    if essence == "application/json":
        return _from_json(body)
    if essence not in {_FORM, ""}:
        detail = "the Content-Type is not supported"
        raise OAuthError("invalid_request", detail, "header/content-type", f"send {_FORM}")
    return read_pairs(body.decode("latin-1"), "body")


def _from_json(body: bytes) -> dict[str, str]:
    try:
        value: Any = read_json(body)
    except ValueError:
        raise OAuthError("invalid_request", "the body is not JSON", "body", f"send {_FORM}") from None
    if not isinstance(value, dict) or len(value) > MAX_FIELDS:
        raise OAuthError("invalid_request", "the body is not a JSON object of parameters", "body", f"send {_FORM}")
    for name, one in value.items():
        if isinstance(one, bool) or not isinstance(one, str | int | None):
            raise OAuthError("invalid_request", "must be a string", f"body/{name[:40]}")
    return {name: str(one) for name, one in value.items() if one not in (None, "")}


@dataclass(frozen=True)
class Client:
    """The client that sent a request.

    :param identifier: ``""`` if it did not name itself.
    :param is_confidential: whether it authenticated itself; a public client has no secret.
    """

    identifier: str = ""
    is_confidential: bool = False


def authenticate(values: Mapping[str, str], authorization: str) -> Client:
    """Return the client of a request to the token endpoint (RFC 6749, section 2.3).

    Any client with any secret is accepted, unless they contain a word such as ``unknown`` or ``invalid``.

    :param authorization: the ``Authorization`` header, or ``""``.
    :raises OAuthError: ``invalid_client``, or ``invalid_request`` if the client uses several methods.
    """
    methods = [bool(authorization), "client_secret" in values, "client_assertion" in values]
    if sum(methods) > 1:
        detail = "the client uses several methods to authenticate itself"
        raise OAuthError("invalid_request", detail, "header/authorization", "use one (RFC 6749, section 2.3)")
    identifier, secret, location = values.get("client_id", ""), values.get("client_secret", ""), "body/client_id"
    if authorization:
        identifier, secret = _basic(authorization)
        location = "header/authorization"
        if values.get("client_id", identifier) != identifier:
            detail = "the client is another one than in the Authorization header"
            raise OAuthError("invalid_request", detail, "body/client_id", "omit client_id")
    elif "client_assertion" in values:
        identifier, secret = _from_assertion(values), "assertion"
        location = "body/client_assertion"
    _check_length(identifier, location)
    if REFUSED.search(identifier):
        remedy = "any name without invalid, expired, revoked or unknown is a client"
        raise OAuthError(INVALID_CLIENT, "unknown client", location, remedy)
    if secret and not identifier:
        raise OAuthError(INVALID_CLIENT, "the client does not name itself", "body/client_id", "send client_id")
    if REFUSED.search(secret):
        remedy = "any secret without invalid, expired, revoked or unknown is accepted"
        raise OAuthError(INVALID_CLIENT, "the secret of the client is wrong", "body/client_secret", remedy)
    return Client(identifier, bool(secret))


def _basic(header: str) -> tuple[str, str]:
    scheme, _, encoded = header.partition(" ")
    remedy = "send Basic base64(client_id:client_secret), both form-encoded (RFC 6749, section 2.3.1)"
    problem = OAuthError(INVALID_CLIENT, "no valid Basic credentials", "header/authorization", remedy)
    if scheme.lower() != "basic":
        raise problem
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (ValueError, binascii.Error):
        raise problem from None
    name, colon, secret = text.partition(":")
    if not colon or not name:
        raise problem
    return unquote_plus(name), unquote_plus(secret)


def _from_assertion(values: Mapping[str, str]) -> str:
    """Return the client that an assertion names. Its signature is not verified: the mock knows no keys of clients."""
    location = "body/client_assertion"
    if values.get("client_assertion_type") != ASSERTION_TYPE:
        raise OAuthError(INVALID_CLIENT, "unknown type of assertion", f"{location}_type", f"send {ASSERTION_TYPE}")
    found = _ASSERTION.fullmatch(values["client_assertion"])
    try:
        claims = read_json(base64.urlsafe_b64decode(found[1] + "==")) if found is not None else None
    except ValueError:
        claims = None
    subject = claims.get("sub") if isinstance(claims, dict) else None
    if not isinstance(subject, str) or not subject:
        raise OAuthError(INVALID_CLIENT, "not a JWT with the claim sub", location, "see RFC 7523, section 3")
    return subject


def _check_length(value: str, location: str, most: int = MAX_VALUE) -> None:
    if len(value) > most:
        raise OAuthError("invalid_request", f"longer than {most} characters", location)


def checked_length(values: Mapping[str, str], location: str, *names: str, most: int = MAX_VALUE) -> None:
    """Raise :class:`OAuthError` if one of the parameters is longer than a number of characters."""
    for name in names:
        _check_length(values.get(name, ""), f"{location}/{name}", most)


_SCOPE = re.compile(r"[!#-\[\]-~]+")


def granted_scopes(values: Mapping[str, str], known: Mapping[str, None], source: str, location: str) -> list[str]:
    """Return the requested scopes, all documented ones by default (RFC 6749, section 3.3).

    :param source: the schemes that document the scopes, with their locations.
    :raises OAuthError: ``invalid_scope``.
    """
    if "scope" not in values:
        return list(known)
    checked_length(values, location, "scope", most=MAX_STATE)
    wanted = list(dict.fromkeys(one for one in values["scope"].split(" ") if one))
    for scope in wanted:
        if not _SCOPE.fullmatch(scope):
            detail = "a scope must be printable ASCII without double quotes and backslashes"
            raise OAuthError("invalid_scope", detail, f"{location}/scope")
        if scope not in known:
            hint = suggestion(scope, list(known)) or f"documented scopes: {' '.join(known)[:200] or 'none; omit it'}"
            detail = f"'{scope[:80]}' is not a scope of {source}"
            raise OAuthError("invalid_scope", detail, f"{location}/scope", hint)
    return wanted
