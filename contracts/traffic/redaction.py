"""Masks credentials and other secrets in messages before anything is written or counted.

Values are masked by name: HTTP credentials, API keys of the contract's security schemes, and names that suggest a
secret (``password``, ``accessToken``). Names and structure are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from contracts.messages import SECRET_HEADERS, Headers, Request, Response
from contracts.spec.model import Contract
from contracts.traffic.credential_substitution import SECRET_WORDS

MASK = "…"
"""Replaces a secret."""

SHORTEST = 8
"""Minimum length of a credential that is masked wherever it is repeated; shorter cookies are preferences."""

SHORTEST_PASSWORD = 6
"""The same for secrets in request bodies, which error messages may repeat."""

_WORDS = ("password", "passwd", "passphrase", "secret", "apikey", "privatekey", "sessionid", "credential")
_WHOLE = frozenset({"pwd", "pin", "otp", "cvv", "cvc", "ssn", "iban", "cardnumber", "authorization", "session"})
_HARMLESS = ("pagetoken", "nexttoken", "continuationtoken", "synctoken")

# The groups are atomic and begin with a word, so that a word is read once: long ones would take quadratic time.
_NAME = r"(?<![\w.-])(?>[\w.-]*?(?:passw|passphrase|secret|token|api[_-]?key|private[_-]?key|credential))[\w.-]*+"
_IN_TEXT = re.compile(
    rf"(?i)(\"?{_NAME}\"?\s*(?:=|:|>)\s*)"  # "name": value, name=value, <name>value
    r"(\"(?:[^\"\\]|\\.)*\"?|(?<=>)[^<]+|[^\s\"&<,;}]+)"
)
_IN_PART = re.compile(rf"(?is)(name=\"?{_NAME}\"?.{{0,1000}}?\r?\n\r?\n)(.*?)(?=\r?\n--|\Z)")
"""A field of ``multipart/form-data`` (RFC 7578)."""


@cache
def is_secret(name: str) -> bool:
    """Whether a name suggests that its value is secret: ``password``, ``access_token``, ``X-Api-Key``."""
    plain = re.sub("[^a-z0-9]", "", name.lower())
    if plain in _WHOLE or any(word in plain for word in _WORDS):
        return True
    return plain.endswith(("token", "tokens")) and not plain.endswith(_HARMLESS)


def without_secrets(value: Any) -> Any:
    """Return a JSON value with secrets masked: strings become ``…``, numbers 0; everything else stays."""
    if isinstance(value, dict):
        return {
            name: _masked_value(one, name) if is_secret(name) else without_secrets(one) for name, one in value.items()
        }
    return [without_secrets(one) for one in value] if isinstance(value, list) else value


def _masked_value(value: Any, name: str) -> Any:
    match value:
        case str():
            return MASK if value else value
        case dict():
            return {key: _masked_value(one, name) for key, one in value.items()}
        case list():
            return [_masked_value(one, name) for one in value]
        case int() | float() if not isinstance(value, bool) and not name.lower().endswith("tokens"):
            return 0  # a number whose name ends in "tokens" is a count
    return value


def masked_text(text: str) -> str:
    """Return text of any format with the values of secret names masked."""
    return _IN_PART.sub(rf"\g<1>{MASK}", _IN_TEXT.sub(_masked_match, text))


def _masked_match(found: re.Match[str]) -> str:
    return found[1] + (f'"{MASK}"' if found[2].startswith('"') else MASK)


@dataclass(frozen=True)
class Masker:
    """Masks secrets in messages.

    :param headers: names of headers that carry API keys, in lower case.
    :param query: names of query parameters that carry API keys.
    """

    headers: frozenset[str] = frozenset()
    query: frozenset[str] = frozenset()

    def exchange(self, request: Request, response: Response, template: str = "") -> tuple[Request, Response]:
        """Return request and response without secrets, including secrets of the request that the response repeats.

        :param template: the path template, if known: ``/reset/{token}`` marks a secret path segment.
        """
        secrets = self._secrets(request)
        body = masked_body(response.body, response.header("content-type") or "", secrets)
        masked = replace(response, headers=self._headers(response.headers, secrets), body=body)
        return self._request(request, template, secrets), masked

    def _request(self, request: Request, template: str, secrets: tuple[str, ...]) -> Request:
        target = _mask_all(self._target(request.target, template), secrets)
        headers = self._headers(request.headers, secrets)
        body = masked_body(request.body, request.header("content-type") or "", secrets)
        return replace(request, target=target, headers=headers, body=body)

    def is_secret_header(self, name: str) -> bool:
        """Whether a header, whose name is in lower case, has a secret."""
        return (
            name in SECRET_HEADERS
            or name in self.headers
            or any(word in name for word in SECRET_WORDS)
            or (is_secret(name) and name != "access-control-allow-credentials")
        )

    def _secrets(self, request: Request) -> tuple[str, ...]:
        """Return the request's secrets as strings that may be repeated elsewhere, longest first."""
        found = set()
        for name, value in request.headers:
            if self.is_secret_header(name.lower()):
                found |= {value, value.partition(" ")[2], *(one.partition("=")[2] for one in value.split("; "))}
        for part in request.target.partition("?")[2].split("&"):
            name, _, value = part.partition("=")
            if self.is_secret_query(name):
                found |= {value, unquote_plus(value)}
        found = {one for one in found if len(one) >= SHORTEST}
        found |= {one for one in _in_body(request) if len(one) >= SHORTEST_PASSWORD}
        return tuple(sorted(found, key=lambda one: (-len(one), one)))

    def is_secret_query(self, encoded: str) -> bool:
        """Whether the query parameter with a percent-encoded name has a secret."""
        name = unquote_plus(encoded)
        return name in self.query or is_secret(name)

    def _headers(self, headers: Headers, secrets: tuple[str, ...]) -> Headers:
        return tuple(
            (name, _credential(name.lower(), value))
            if self.is_secret_header(name.lower())
            else (name, masked_text(_mask_all(value, secrets)))
            for name, value in headers
        )

    def _target(self, target: str, template: str) -> str:
        path, mark, query = target.partition("?")
        if "{" in template:
            path = _path(path, template)
        parts = (self._part(part) for part in query.split("&"))
        return f"{path}{mark}{'&'.join(parts)}"

    def _part(self, part: str) -> str:
        name, equals, value = part.partition("=")
        return f"{name}={MASK}" if equals and value and self.is_secret_query(name) else part


def masker_of(contracts: Iterable[Contract]) -> Masker:
    """Return a masker for the API keys of the contracts' security schemes."""
    keys = [one for contract in contracts for one in contract.security_schemes.values() if one.type == "apiKey"]
    return Masker(
        frozenset(one.name.lower() for one in keys if one.location == "header"),
        frozenset(one.name for one in keys if one.location == "query"),
    )


def masked_body(body: bytes, content_type: str, secrets: Iterable[str] = ()) -> bytes:
    """Return a body without secrets; bodies that are not UTF-8 stay as they are.

    :param secrets: strings that are masked wherever they occur.
    """
    if not body:
        return body
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return body
    if "x-www-form-urlencoded" in content_type.lower():
        parts = (_masked_form_field(part) for part in text.split("&"))
        return _mask_all("&".join(parts), secrets).encode()
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return _mask_all(masked_text(text), secrets).encode()
    clean = _without(without_secrets(value), tuple(secrets))
    text = text if clean == value else json.dumps(clean, ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def _without(value: Any, secrets: tuple[str, ...]) -> Any:
    """Return a JSON value without the secrets, including their escaped form in JSON inside of strings."""
    match value:
        case str() if secrets:
            return _mask_all(value, [text for one in secrets for text in (one, json.dumps(one)[1:-1])])
        case dict() if secrets:
            return {name: _without(one, secrets) for name, one in value.items()}
        case list() if secrets:
            return [_without(one, secrets) for one in value]
    return value


def _in_body(request: Request) -> Iterator[str]:
    """Yield the strings of secret names in a request body."""
    media_type = (request.header("content-type") or "").lower()
    try:
        text = request.body.decode("utf-8")
        if "x-www-form-urlencoded" in media_type:
            yield from (value for name, value in parse_qsl(text) if is_secret(name))
        else:
            yield from _strings(json.loads(text), is_hidden=False)
    except (ValueError, RecursionError):
        return


def _strings(value: Any, *, is_hidden: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _strings(one, is_hidden=is_hidden or is_secret(name))
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, is_hidden=is_hidden)
    elif is_hidden and isinstance(value, str):
        yield value


def _masked_form_field(part: str) -> str:
    name, equals, value = part.partition("=")
    return f"{name}={MASK}" if equals and value and is_secret(unquote_plus(name)) else part


def _mask_all(text: str, secrets: Iterable[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, MASK)
    return text


def _credential(name: str, value: str) -> str:
    """Return a credential header with its secret masked; the scheme and the names of cookies stay."""
    if name == "cookie":
        return "; ".join(f"{part.partition('=')[0].strip()}={MASK}" for part in value.split(";"))
    if name == "set-cookie":
        pair, semicolon, attributes = value.partition(";")
        return f"{pair.partition('=')[0]}={MASK}{semicolon}{attributes}"
    word, blank, _ = value.partition(" ")
    return f"{word} {MASK}" if blank and "authorization" in name else MASK


def _path(path: str, template: str) -> str:
    """Return the path with secret parameters masked, matched from its end because prefixes may differ."""
    segments, names = path.split("/"), template.split("/")
    for index, name in enumerate(reversed(names), start=1):
        if index < len(segments) and any(is_secret(found) for found in re.findall(r"\{([^{}]+)\}", name)):
            segments[-index] = MASK
    return "/".join(segments)
