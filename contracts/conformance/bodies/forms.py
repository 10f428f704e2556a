"""``application/x-www-form-urlencoded`` bodies (encoding object: OpenAPI 3.1.1, section 4.8.15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from contracts.conformance.bodies.files import FileContent
from contracts.conformance.parameter_styles import SAFE, styled_pairs
from contracts.generation.text_encoding import plain
from contracts.spec.model import MediaType

STYLE_KEYS = ("style", "explode", "allowReserved")
"""Keys of an encoding object that select the serialization of query parameters."""

_RESERVED = ":/?@!$'()*;"


def encode_form(value: Any, media: MediaType) -> bytes:
    """Encode a JSON object whose properties may be files. Nulls are left out: a form has no notation for them.

    Lists are repeated fields. Objects are JSON, unless the encoding object of their property has a style.
    """
    if not isinstance(value, Mapping):
        return plain(value).encode() if value is not None else b""
    pairs = (pair for name, item in value.items() for pair in _pairs(name, item, media.encoding.get(name, {})))
    return "&".join(pairs).encode()


def _pairs(name: str, value: Any, encoding: Mapping[str, Any]) -> Iterator[str]:
    for item in field_items(value, encoding):
        if isinstance(item, FileContent):
            yield f"{quote(name, safe=SAFE)}={quote(item.data, safe=SAFE)}"
        else:
            safe = SAFE + (_RESERVED if encoding.get("allowReserved") is True else "")
            style = str(encoding.get("style", "form"))
            yield from styled_pairs(name, item, style, explode=is_exploded(encoding), safe=safe)


def is_exploded(encoding: Mapping[str, Any]) -> bool:
    """Return ``explode`` of an encoding object, or its default, which depends on the style."""
    return encoding.get("explode", encoding.get("style", "form") == "form") is True


def field_items(value: Any, encoding: Mapping[str, Any]) -> list[Any]:
    """Return the values that a property is sent as: those of a list separately, unless it is joined; without nulls.

    Objects become strings of JSON, unless they have a style.
    """
    styled = any(key in encoding for key in STYLE_KEYS)
    if isinstance(value, list):
        items = [item for item in value if item is not None]
        if (
            styled
            and not is_exploded(encoding)
            and not any(isinstance(item, FileContent | dict | list) for item in items)
        ):
            return [items] if items else []
        return [_as_text(item) for item in items]
    if value is None:
        return []
    if isinstance(value, dict) and styled:
        return [{name: item for name, item in value.items() if item is not None}]
    return [_as_text(value)]


def _as_text(value: Any) -> Any:
    return value if isinstance(value, FileContent) else plain(value)
