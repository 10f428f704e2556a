"""Serialize parameters: all styles of OpenAPI 3.1, section 4.8.12.3. The inverse of ``http/parameter_styles.py``.

In a URL, all characters except unreserved ones and the delimiters of the style are percent-encoded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from contracts.generation.json_encoding import encode_json
from contracts.spec.model import Parameter

_PATH_PREFIX = {"label": ".", "matrix": ";"}
_QUERY_DELIMITER = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}


def path_text(parameter: Parameter, value: Any) -> str:
    """Return the encoded string that replaces ``{name}`` in the path."""
    if parameter.media_type:
        return encode(content_text(parameter, value))
    prefix = _PATH_PREFIX.get(parameter.style, "")
    matrix = parameter.style == "matrix"
    if isinstance(value, list):
        parts = [encode(scalar_text(item)) for item in value]
        if matrix and parameter.explode:
            return "".join(f";{encode(parameter.name)}={part}" for part in parts)
    elif isinstance(value, Mapping):
        parts = _encoded_pairs(value, "=" if parameter.explode else ",")
    else:
        parts = [encode(scalar_text(value))]
    text = ((prefix or ",") if parameter.explode else ",").join(parts)
    named = matrix and not (isinstance(value, Mapping) and parameter.explode)
    return f"{prefix}{encode(parameter.name)}={text}" if named else prefix + text


def query_text(parameter: Parameter, value: Any) -> str:
    """Return the encoded ``name=value`` pairs of a query parameter, joined with ``&``; ``""`` for an empty array."""
    name = encode(parameter.name)
    if parameter.media_type:
        return f"{name}={encode(content_text(parameter, value))}"
    delimiter = _QUERY_DELIMITER.get(parameter.style, ",")
    if isinstance(value, list):
        parts = [encode(scalar_text(item)) for item in value]
        if parameter.explode and parameter.style == "form":
            return "&".join(f"{name}={part}" for part in parts)
        return f"{name}={delimiter.join(parts)}"
    if isinstance(value, Mapping):
        if parameter.style == "deepObject":
            return "&".join(f"{name}%5B{encode(key)}%5D={encode(scalar_text(item))}" for key, item in value.items())
        if parameter.explode and parameter.style == "form":
            return "&".join(_encoded_pairs(value, "="))
        return f"{name}={delimiter.join(_encoded_pairs(value, delimiter))}"
    return f"{name}={encode(scalar_text(value))}"


def plain_text(parameter: Parameter, value: Any) -> str:
    """Return the value of a header or cookie, which is not percent-encoded."""
    if parameter.media_type:
        return content_text(parameter, value)
    if isinstance(value, list):
        return ",".join(scalar_text(item) for item in value)
    if isinstance(value, Mapping):
        between = "=" if parameter.explode else ","
        return ",".join(f"{key}{between}{scalar_text(item)}" for key, item in value.items())
    return scalar_text(value)


def content_text(parameter: Parameter, value: Any) -> str:
    """Return the string of a parameter with ``content``, in its media type."""
    return value if isinstance(value, str) and "json" not in parameter.media_type else encode_json(value).decode()


def scalar_text(value: Any) -> str:
    """Return a string unchanged, and any other value as JSON."""
    return value if isinstance(value, str) else encode_json(value).decode()


def encode(text: str) -> str:
    """Percent-encode all characters except the unreserved ones (RFC 3986, section 2.3)."""
    return quote(text, safe="")


def _encoded_pairs(value: Mapping[str, Any], between: str) -> list[str]:
    return [f"{encode(key)}{between}{encode(scalar_text(item))}" for key, item in value.items()]
