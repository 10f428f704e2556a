"""Serialization of parameter values: all styles of OpenAPI (3.1.1, section 4.8.12.3 and 4.8.12.4)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from contracts.generation.json_encoding import encode_json
from contracts.generation.text_encoding import plain
from contracts.spec.model import Parameter

SAFE = "-._~"
"""Characters that are never percent-encoded (RFC 3986, section 2.3), besides letters and digits."""

_RESERVED = ":/?@!$'()*;"
"""Reserved characters that have no meaning of their own in a query of pairs, sent as they are with ``allowReserved``.

A comma is missing here, as it separates items.
"""

# Characters that RFC 3986 does not allow in a query are percent-encoded, as in OpenAPI 3.1.1, section 4.8.12.4.
_DELIMITERS = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}

SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}
"""Separators of items that are not exploded, before they are encoded."""


def path_text(parameter: Parameter, value: Any) -> str:
    """Return the encoded value of a path parameter, with the prefix of its style."""
    if parameter.media_type:
        return quote(_content_text(parameter, value), safe=SAFE)
    match parameter.style:
        case "label":
            return "." + _path_list(value, parameter.explode, "." if parameter.explode else ",")
        case "matrix":
            return _matrix(quote(parameter.name, safe=SAFE), value, parameter.explode)
    if isinstance(value, list) and parameter.style in SEPARATORS:
        return quote(SEPARATORS[parameter.style].join(map(plain, value)), safe=SAFE)
    return _path_list(value, parameter.explode, ",")


def _path_list(value: Any, explode: bool, delimiter: str) -> str:
    if isinstance(value, str):
        return quote(value, safe=SAFE)
    parts = [_path_item(part) for part in _flat(value, explode)] if isinstance(value, dict | list) else [plain(value)]
    if delimiter == ".":
        parts = [part.replace(".", "%2E") for part in parts]
    return delimiter.join(parts)


def _path_item(part: tuple[str, ...]) -> str:
    return "=".join(quote(text, safe=SAFE) for text in part)


def _matrix(name: str, value: Any, explode: bool) -> str:
    if explode and isinstance(value, dict | list):
        prefix = f"{name}=" if isinstance(value, list) else ""
        return "".join(f";{prefix}{_path_item(part)}" for part in _flat(value, explode))
    return f";{name}={_path_list(value, False, ',')}"


def _flat(value: dict[str, Any] | list[Any], explode: bool) -> Iterator[tuple[str, ...]]:
    """Yield the parts of a list or an object; a property is one part with name and value if ``explode`` is set."""
    if isinstance(value, list):
        yield from ((plain(item),) for item in value)
        return
    for name, item in value.items():
        if explode:
            yield name, plain(item)
        else:
            yield from ((name,), (plain(item),))


def header_text(parameter: Parameter, value: Any) -> str:
    """Return the value of a header, which is not encoded (style ``simple``)."""
    if parameter.media_type:
        return _content_text(parameter, value)
    if isinstance(value, list) and parameter.style in SEPARATORS:
        return SEPARATORS[parameter.style].join(map(plain, value))
    return _joined(value, parameter.explode)


def cookie_text(parameter: Parameter, value: Any) -> str:
    """Return the encoded value of a cookie.

    Exploded lists are joined with commas: a cookie has one value, so ``name=a&name=b`` of OpenAPI cannot be read.
    """
    text = _content_text(parameter, value) if parameter.media_type else _joined(value, parameter.explode)
    return quote(text, safe=_COOKIE + ("," if isinstance(value, list | dict) and not parameter.media_type else ""))


_COOKIE = "!#$%&'()*+-./:<=>?@[]^_`{|}~"
"""Characters that a cookie can contain besides letters and digits (RFC 6265, section 4.1.1).

Most servers do not decode cookies, so only other characters are encoded.
"""


def _joined(value: Any, explode: bool) -> str:
    if not isinstance(value, dict | list):
        return plain(value)
    return ",".join("=".join(part) for part in _flat(value, explode))


def _content_text(parameter: Parameter, value: Any) -> str:
    """Return the value of a parameter with ``content`` in ASCII, which every header can contain."""
    if isinstance(value, str) and "json" not in parameter.media_type:
        return value
    return json.dumps(value, separators=(",", ":")) if parameter.location == "header" else encode_json(value).decode()


def query_pairs(parameter: Parameter, value: Any) -> list[str]:
    """Return the encoded ``name=value`` pairs of a query parameter; an exploded empty list has none."""
    if parameter.media_type:
        return [f"{quote(parameter.name, safe=SAFE + '$')}={quote(_content_text(parameter, value), safe=SAFE)}"]
    safe = SAFE + (_RESERVED if parameter.allow_reserved else "")
    return list(styled_pairs(parameter.name, value, parameter.style, explode=parameter.explode, safe=safe))


def whole_query(parameter: Parameter, value: Any) -> str:
    """Return the encoded query of a parameter that is the whole query (OpenAPI 3.2, ``in: querystring``)."""
    return quote(_content_text(parameter, value), safe=SAFE)


def styled_pairs(name: str, value: Any, style: str, *, explode: bool, safe: str = SAFE) -> Iterator[str]:
    """Yield the encoded pairs of a value in a query, or in a form (encoding object, section 4.8.15).

    :param style: ``form``, ``deepObject``, or one of ``SEPARATORS``.
    :param safe: characters of values that are not encoded.
    """
    key = quote(name, safe=SAFE + "$")
    if isinstance(value, dict) and style == "deepObject":
        yield from _deep_pairs(key, value, safe)
    elif isinstance(value, dict) and explode:
        for own, item in value.items():  # a list is repeated, as in forms; OpenAPI does not define nested values
            for one in item if isinstance(item, list) else [item]:
                yield f"{quote(own, safe=SAFE)}={quote(plain(one), safe=safe)}"
    elif isinstance(value, list) and (explode or style == "deepObject"):
        yield from (f"{key}={quote(plain(item), safe=safe)}" for item in value)
    else:
        parts = _flat(value, False) if isinstance(value, dict | list) else [(plain(value),)]
        yield f"{key}={_DELIMITERS.get(style, ',').join(quote(part[0], safe=safe) for part in parts)}"


def _deep_pairs(key: str, value: dict[str, Any], safe: str) -> Iterator[str]:
    """Yield ``key[name]=value``; lists are repeated.

    OpenAPI defines one level only. Deeper ones are written as most servers read them: ``key[name][name]``, with indexes
    for objects in lists.
    """
    for name, item in value.items():
        own = f"{key}%5B{quote(name, safe=SAFE)}%5D"
        for index, one in enumerate(item if isinstance(item, list) else [item]):
            if isinstance(one, dict):
                yield from _deep_pairs(f"{own}%5B{index}%5D" if isinstance(item, list) else own, one, safe)
            else:
                yield f"{own}={quote(plain(one), safe=safe)}"
