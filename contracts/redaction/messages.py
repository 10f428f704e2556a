"""Masks secrets in requests and responses before they are written, shown or counted. Names and structure are kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote_plus

from contracts.messages import Headers, Request, Response
from contracts.redaction.encoded_bodies import encoded_again, omission, plain_body
from contracts.redaction.known import SHORTEST, all_forms, longest_first, without
from contracts.redaction.names import is_authorization_code, is_secret, is_secret_header
from contracts.redaction.shapes import MASK, without_credential, without_shapes
from contracts.redaction.text import masked_string, masked_text, without_pairs
from contracts.redaction.values import secret_strings, without_secrets_of

SHORTEST_PASSWORD = 6
"""Minimum length of a secret in a request body that is masked wherever it is repeated, as in error messages."""

FORM = "x-www-form-urlencoded"


class Masker(NamedTuple):
    """Masks secrets in messages.

    :param headers: names of headers that carry API keys, in lower case.
    :param query: names of query parameters that carry API keys.
    :param known: forms of known credentials (:func:`contracts.redaction.known.all_forms`).
    """

    headers: frozenset[str] = frozenset()
    query: frozenset[str] = frozenset()
    known: tuple[str, ...] = ()

    def exchange(self, request: Request, response: Response, template: str = "") -> tuple[Request, Response]:
        """Return request and response without secrets, including secrets of the request that the response repeats.

        :param template: the path template, if known: ``/reset/{token}`` marks a secret path segment.
        """
        forms = self.forms(request)
        return self.request(request, template, forms), self.response(response, forms)

    def request(self, request: Request, template: str = "", forms: tuple[str, ...] | None = None) -> Request:
        """Return a request without secrets.

        :param forms: strings that are masked wherever they occur; by default, those of :meth:`forms`.
        """
        forms = self.forms(request) if forms is None else forms
        target = without(self._target(request.target, template), forms)
        body = masked_body(request, forms)
        return replace(request, target=target, headers=self._headers(request.headers, forms), body=body)

    def response(self, response: Response, forms: tuple[str, ...] = ()) -> Response:
        """Return a response without secrets.

        :param forms: strings that are masked wherever they occur.
        """
        return replace(response, headers=self._headers(response.headers, forms), body=masked_body(response, forms))

    def target(self, target: str, template: str = "", headers: Iterable[tuple[bytes, bytes]] = ()) -> str:
        """Return a path and query without secrets.

        :param headers: of the request; the path may repeat a credential in them.
        """
        found = [value for name, value in headers if self._is_secret_raw(name)]
        if found or self.known:
            target = without(target, self._with_known([secret for value in found for secret in _in_raw_header(value)]))
        if "?" in target or "=" in target:
            return self._target(target, template)
        return without_shapes(_path(target, template) if "{" in template else target)

    def refusal(self, request: Request, reasons: Iterable[str], template: str = "") -> tuple[str, tuple[str, ...]]:
        """Return the target of a request and the reasons for its refusal, both without its secrets.

        A reason may quote a sent value, so there a secret in quotation marks is masked however short it is.
        """
        forms = self.forms(request)
        quoted = {*_in_body(request), *self._in_query(request.target)}
        short = longest_first(mark + one + mark for one in quoted if one for mark in ("'", '"'))
        clean = tuple(masked_string(without(reason, (*forms, *short))) for reason in reasons)
        return without(self._target(request.target, template), forms), clean

    def header(self, name: str, value: str, forms: tuple[str, ...] = ()) -> str:
        """Return the value of a header without secrets.

        :param forms: strings that are masked wherever they occur.
        """
        is_hidden = self.is_secret_header(name.lower())
        return _credential(name.lower(), value) if is_hidden else _header_value(value, forms)

    def is_secret_header(self, name: str) -> bool:
        """Whether a header, whose name is in lower case, has a secret."""
        return name in self.headers or is_secret_header(name)

    def is_secret_query(self, encoded: str) -> bool:
        """Whether the query parameter with a percent-encoded name has a secret."""
        name = unquote_plus(encoded)
        return name in self.query or is_secret(name)

    def forms(self, request: Request) -> tuple[str, ...]:
        """Return the known credentials and the request's secrets, in the forms in which they may be repeated."""
        found: set[str] = set()
        for name, value in request.headers:
            if self.is_secret_header(name.lower()):
                found.update(_in_header(value))
        found.update(self.secrets_in_content(request))
        return self._with_known(found)

    def secrets_in_content(self, request: Request) -> Iterator[str]:
        """Yield the secrets in query and body of a request, if they are long enough to be masked where they recur."""
        yield from (one for one in self._in_query(request.target) if len(one) >= SHORTEST)
        yield from (one for one in _in_body(request) if len(one) >= SHORTEST_PASSWORD)

    def _with_known(self, secrets: Iterable[str]) -> tuple[str, ...]:
        found = frozenset(secrets)
        return (*_forms_of(found), *self.known) if found else self.known

    def _is_secret_raw(self, name: bytes) -> bool:
        return _is_secret_raw(name) or (bool(self.headers) and name.lower().decode("latin-1") in self.headers)

    def _in_query(self, target: str) -> Iterator[str]:
        """Yield the secrets in the query, as they were sent and decoded."""
        query = target.partition("?")[2]
        parts = query.split("&") if query else []
        names = _names(parts)
        for part in parts:
            name, _, value = part.partition("=")
            if self.is_secret_query(name) or is_authorization_code(name, value, names):
                yield from (value, unquote_plus(value))

    def _headers(self, headers: Headers, forms: tuple[str, ...]) -> Headers:
        return tuple([(name, self.header(name, value, forms)) for name, value in headers])

    def _target(self, target: str, template: str) -> str:
        path, mark, query = target.partition("?")
        if "{" in template:
            path = _path(path, template)
        path = without_pairs(path) if "=" in path else path
        if not query:
            return without_shapes(path) + mark
        parts = query.split("&")
        names = _names(parts)
        return f"{without_shapes(path)}{mark}{'&'.join([self._part(part, names) for part in parts])}"

    def _part(self, part: str, names: frozenset[str]) -> str:
        name, equals, value = part.partition("=")
        if not value:
            return part
        if self.is_secret_query(name) or is_authorization_code(name, value, names):
            return f"{name}{equals}{MASK}"
        return f"{name}{equals}{_masked_encoded(value)}"


def _header_value(value: str, forms: tuple[str, ...]) -> str:
    if forms:
        value = without(value, forms)
    return masked_string(without_credential(value)) if len(value) >= SHORTEST or "=" in value else value


def masked_body(message: Request | Response, forms: tuple[str, ...] = ()) -> bytes:
    """Return a body without secrets; of one that is not text, only those of a known value or shape.

    :param forms: strings that are masked wherever they occur.
    :returns: for an encoded body with secrets, one with the same coding; a note if it cannot be decoded.
    """
    if not message.body:
        return b""
    codings = message.header("content-encoding") or ""
    plain = plain_body(message.body, codings)
    if plain is None:
        return omission(message.body)
    masked = _masked_plain(plain, message.header("content-type") or "", forms)
    return message.body if masked == plain else encoded_again(masked, message.body, codings)


def _masked_plain(body: bytes, content_type: str, forms: tuple[str, ...]) -> bytes:
    text = body.decode("utf-8", "surrogateescape")
    kind = content_type.lower()
    if not _is_text(body) and "multipart" not in kind:
        masked = without_shapes(without(text, forms))
    elif FORM in kind:
        parts = text.split("&")
        names = _names(parts)
        masked = without("&".join([_form_field(part, names) for part in parts]), forms)
    else:
        masked = _masked_content(text, forms)
    return body if masked == text else masked.encode("utf-8", "surrogateescape")


def _is_text(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _masked_content(text: str, forms: tuple[str, ...]) -> str:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return without(masked_text(text), forms)
    clean = without_secrets_of(text, value, forms)
    if clean == value:
        return text
    # Lone surrogates are written as escapes because UTF-8 cannot encode them.
    shown = json.dumps(clean, ensure_ascii=False)
    return shown if _LONE.search(shown) is None else json.dumps(clean)


_LONE = re.compile("[\ud800-\udfff]")


def _in_body(request: Request) -> Iterator[str]:
    """Yield the strings of secret names in a request body."""
    body = plain_body(request.body, request.header("content-encoding") or "")
    if not body:
        return
    media_type = (request.header("content-type") or "").lower()
    try:
        text = body.decode("utf-8")
        if FORM in media_type:
            pairs = parse_qsl(text)
            names = frozenset(name for name, _ in pairs)
            yield from (value for name, value in pairs if is_secret(name) or is_authorization_code(name, value, names))
        else:
            yield from secret_strings(json.loads(text))
    except (ValueError, RecursionError):
        return


def _names(parts: Iterable[str]) -> frozenset[str]:
    """Return the names of the parts of a query or form, encoded."""
    return frozenset([part.partition("=")[0] for part in parts])


def _form_field(part: str, names: frozenset[str]) -> str:
    name, equals, value = part.partition("=")
    if not value:
        return masked_string(part)
    if is_secret(unquote_plus(name)) or is_authorization_code(name, value, names):
        return f"{name}{equals}{MASK}"
    return f"{name}{equals}{_masked_encoded(value)}"


def _masked_encoded(value: str) -> str:
    """Return a percent-encoded value without secrets: it may be a URL or JSON."""
    if len(value) < SHORTEST and "=" not in value:
        return value
    if "%" not in value and "+" not in value:
        return masked_string(value)
    decoded = unquote_plus(value)
    masked = masked_string(decoded)
    return value if masked == decoded else quote(masked, safe=f"{MASK}/:?@=,")


def _in_header(value: str) -> Iterator[str]:
    """Yield the strings that reveal the credential in a header, if they are long enough."""
    found = {value.partition(" ")[2] or value, *(one.partition("=")[2] for one in value.split("; "))}
    yield from (one for one in found if len(one) >= SHORTEST)


@lru_cache(maxsize=256)
def _in_raw_header(value: bytes) -> tuple[str, ...]:
    return tuple(_in_header(value.decode("latin-1")))


@lru_cache(maxsize=256)  # a client sends the same credential with each request
def _forms_of(secrets: frozenset[str]) -> tuple[str, ...]:
    return all_forms(secrets - {MASK})


@lru_cache(maxsize=1024)  # clients choose names
def _is_secret_raw(name: bytes) -> bool:
    return is_secret_header(name.decode("latin-1").lower())


def _credential(name: str, value: str) -> str:
    """Return a credential header with its secret masked; the scheme and the names of cookies stay."""
    if name == "set-cookie":
        pair, semicolon, attributes = value.partition(";")
        return f"{pair.partition('=')[0]}={MASK}{semicolon}{attributes}"
    if name.endswith("cookie"):
        return "; ".join(f"{part.partition('=')[0].strip()}={MASK}" for part in value.split(";"))
    word, blank, _ = value.partition(" ")
    return f"{word} {MASK}" if blank and "authorization" in name else MASK


def _path(path: str, template: str) -> str:
    """Return the path with secret parameters masked, matched from its end because prefixes may differ."""
    positions = _secret_positions(template)
    if not positions:
        return path
    segments = path.split("/")
    for position in positions:
        if position < len(segments):
            segments[-position] = MASK
    return "/".join(segments)


@lru_cache(maxsize=4096)
def _secret_positions(template: str) -> tuple[int, ...]:
    """Return the positions of secret parameters in a path template, counted from its end, from 1."""
    names = enumerate(reversed(template.split("/")), start=1)
    return tuple(
        position for position, name in names if any(is_secret(found) for found in re.findall(r"\{([^{}]+)\}", name))
    )
