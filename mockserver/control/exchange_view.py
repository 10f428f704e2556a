"""The parts of an exchange that conditions are about, parsed on first access."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote

from contracts.generation import media_types
from contracts.redaction.encoded_bodies import codings_of
from contracts.redaction.messages import Masker
from contracts.redaction.names import is_secret
from contracts.redaction.shapes import MASK
from contracts.redaction.values import without_secrets
from mockserver.exchange import MAX_BODY, Exchange
from mockserver.http.encoding import is_json
from mockserver.http.form_names import bracket_parts
from mockserver.http.forms import MAX_FIELDS, multipart_parts, urlencoded_fields
from mockserver.http.messages import json_or_text, read_json, read_sequence, read_yaml
from mockserver.http.path_segments import NAME
from mockserver.http.request import ABSENT, RequestContext

Keys = tuple[str | int, ...]


class ExchangeView:
    """An exchange with its parsed parts.

    :ivar exchange: the exchange.
    """

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange

    @cached_property
    def headers(self) -> dict[str, list[str]]:
        """The values of the request headers by lower-case name, one for each header line."""
        found: dict[str, list[str]] = {}
        for name, value in self.exchange.request_headers:
            found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        return found

    @cached_property
    def query(self) -> dict[str, list[str]]:
        """The decoded values of the query by name."""
        found: dict[str, list[str]] = {}
        for name, value in parse_qsl(self.exchange.query, keep_blank_values=True):
            found.setdefault(name, []).append(value)
        return found

    @cached_property
    def path_params(self) -> dict[str, list[str]]:
        """The decoded values of the names in the path template of the operation."""
        return {name: [unquote(value)] for name, value in self.exchange.path_values.items()}

    @cached_property
    def paths(self) -> list[str]:
        """The encoded path, and that of the document if the server serves it at another one, such as below ``/v2``."""
        exchange = self.exchange
        values = exchange.path_values
        filled = NAME.sub(lambda name: values.get(name[1], name[0]), exchange.template)
        return [exchange.path] if filled in {"", exchange.path} else [exchange.path, filled]

    @cached_property
    def family(self) -> str:
        """How the request body is encoded (:func:`contracts.generation.media_types.family`); JSON if it is not said."""
        return media_types.family(self.headers.get("content-type", ["application/json"])[0])

    @property
    def is_cut(self) -> bool:
        """Whether the end of the request body is missing, so that it could not be parsed."""
        return len(self.exchange.request_body) == MAX_BODY + 1 and isinstance(self.body, str)

    @cached_property
    def text(self) -> str:
        """The request body as a string."""
        try:
            return self.exchange.request_body.decode("utf-8")
        except UnicodeDecodeError:
            return self.exchange.request_body.decode("latin-1")

    @property
    def is_form(self) -> bool:
        """Whether the body is a form, in which all values are strings."""
        return self.family in {"form", "multipart"}

    @cached_property
    def body(self) -> Any:
        """The parsed request body; a string if it cannot be parsed, ``ABSENT`` if it is empty."""
        return self._read_body()

    def _read_body(self) -> Any:
        if not self.exchange.request_body:
            return ABSENT
        try:
            return self._parsed()
        except (ValueError, RecursionError):
            return self.text

    def _parsed(self) -> Any:
        """Raises :class:`ValueError`."""
        body = self.exchange.request_body
        match self.family:
            case "json":
                return read_json(body)
            case "form" | "multipart":
                return self._form()
            case "yaml":
                return read_yaml(body)
            case "lines" | "json-seq":
                return read_sequence(body, is_json_seq=self.family == "json-seq")
        return self.text

    def _form(self) -> dict[str, Any]:
        """Return the values of a form by name: a list if a name occurs several times, nested by brackets in names."""
        request = RequestContext({"headers": list(self.exchange.request_headers)})
        request.body = self.exchange.request_body
        if self.family == "multipart":
            fields: dict[str, list[Any]] = {}
            for part in multipart_parts(request)[:MAX_FIELDS]:
                text = part.data.decode("utf-8", "replace")
                value = json_or_text(text) if is_json(part.media_type) else text
                fields.setdefault(part.name, []).append(value)
        else:
            fields = urlencoded_fields(request)
        form: dict[str, Any] = {name: values[0] if len(values) == 1 else values for name, values in fields.items()}
        nested: dict[str, Any] = {}
        for name, values in fields.items():
            first, bracket, rest = name.partition("[")
            if first and bracket and (parts := bracket_parts(bracket + rest)):
                is_list = parts[-1] == "" or len(values) > 1
                _insert(nested, (first, *(parts[:-1] if parts[-1] == "" else parts)), values if is_list else values[0])
        return {name: _with_lists(value) for name, value in nested.items()} | form

    def at(self, part: str, keys: Keys) -> Any:
        """Return the value of a part of the exchange for a message; ``ABSENT`` if there is none."""
        match part:
            case "headers" | "query" | "path_params":
                values: list[str] = getattr(self, part).get(keys[0], []) if keys else []
                return ABSENT if not values else values[0] if len(values) == 1 else values
            case "path":
                return self.exchange.path
            case "sent":
                return ABSENT if self.exchange.sent is None else self.exchange.sent.name
            case "body" | "body_schema":
                return _value_at(self.body, keys)
        value = getattr(self.exchange, part)
        return ABSENT if value == "" else value


class MaskedView(ExchangeView):
    """An exchange without secrets, for messages.

    :param masker: knows the names of the secrets.
    """

    def __init__(self, exchange: Exchange, masker: Masker) -> None:
        self._request, _ = replace(exchange, response_body=b"").masked(masker)
        self._original = ExchangeView(exchange)
        values = {name: MASK if is_secret(name) else value for name, value in exchange.path_values.items()}
        super().__init__(
            replace(exchange, target=self._request.target, request_body=self._request.body, path_values=values)
        )

    @cached_property
    def headers(self) -> dict[str, list[str]]:
        """See :class:`ExchangeView`."""
        found: dict[str, list[str]] = {}
        for name, value in self._request.headers:
            found.setdefault(name.lower(), []).append(value)
        return found

    @cached_property
    def body(self) -> Any:
        """See :class:`ExchangeView`. The mask could not be part of an encoded form."""
        if codings_of(self._original.exchange.request_body, self._request.header("content-encoding") or ""):
            return self.text
        return without_secrets(self._original.body) if self.is_form else self._read_body()


def _insert(tree: dict[str, Any], parts: tuple[str, ...], value: Any) -> None:
    """Add a value below the keys, unless another value is there."""
    for part in parts[:-1]:
        below = tree.setdefault(part, {})
        if not isinstance(below, dict):
            return
        tree = below
    tree.setdefault(parts[-1], value)


def _with_lists(value: Any) -> Any:
    """Return a value in which objects with indexes as keys are lists: ``items[0]=a``."""
    if not isinstance(value, dict):
        return value
    found = {key: _with_lists(one) for key, one in value.items()}
    if all(key.isascii() and key.isdecimal() for key in found):
        return [found[key] for key in sorted(found, key=lambda key: (len(key), key))]
    return found


def _value_at(value: Any, keys: Keys) -> Any:
    for key in keys:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return ABSENT
    return value
