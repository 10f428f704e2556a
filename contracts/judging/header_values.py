"""Response headers held against what is documented of them."""

from __future__ import annotations

import re
from typing import Any

from contracts.messages import Response
from contracts.spec.model import Header
from contracts.spec.schemas import Schema

IGNORED = frozenset({"content-type"})
"""OpenAPI 3.1, section 4.8.17: a header of this name has no meaning under ``headers``."""

_NUMBER = re.compile(r"-?[0-9]{1,300}(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")


def header_fault(header: Header, response: Response) -> tuple[str, str] | None:
    """What is expected of a header and what came, where it is missing or its value breaks the schema."""
    if header.name.lower() in IGNORED:
        return None
    text = response.header(header.name)
    if text is None:
        return (f"the header {header.name}", "none") if header.required else None
    if header.schema is None or any(header.schema.is_valid(value) for value in _readings(header.schema, text)):
        return None
    return f"{header.name} as its schema has it", f"{header.name}: {text}"


def _readings(schema: Schema, text: str) -> list[Any]:
    """The values that a header's text may stand for (style ``simple``); one that fits is enough."""
    readings: list[Any] = [text, *_scalars(text)]
    node = schema.resolve().node
    if isinstance(node, dict) and ("items" in node or node.get("type") == "array"):
        parts = [part.strip() for part in text.split(",")] if text.strip() else []
        readings += [parts, [next(iter(_scalars(part)), part) for part in parts]]
    elif isinstance(node, dict) and ("properties" in node or node.get("type") == "object"):
        readings.append(_members(text, schema))
    return readings


def _scalars(text: str) -> list[Any]:
    stripped = text.strip()
    if stripped in {"true", "false"}:
        return [stripped == "true"]
    if not _NUMBER.fullmatch(stripped):
        return []
    return [int(stripped) if stripped.lstrip("-").isdecimal() else float(stripped)]


def _members(text: str, schema: Schema) -> dict[str, Any]:
    """An object, exploded (``a=1,b=2``) or not (``a,1,b,2``)."""
    parts = [part.strip() for part in text.split(",")]
    if all("=" in part for part in parts):
        pairs = [(part.partition("=")[0], part.partition("=")[2]) for part in parts]
    else:
        pairs = list(zip(parts[::2], parts[1::2], strict=False))
    return {
        name: value
        if name in schema.properties and schema.properties[name].is_valid(value)
        else next(iter(_scalars(value)), value)
        for name, value in pairs
    }
