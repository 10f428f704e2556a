"""Decode recorded XML bodies by schema or path."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from contracts.spec.schemas import Schema


def value_of(body: bytes, schema: Schema | None) -> Any:
    """Return an XML document as a JSON value; raises :class:`ValueError` if the body is not valid XML."""
    return _read(_parse(body), schema)


def texts_at(body: bytes, path: str) -> list[str]:
    """Return the texts of all elements at a path that begins with the root, or the values of their attribute.

    Raises :class:`ValueError` if the body is not valid XML.
    """
    root = _parse(body)
    name, _, rest = path.partition("/")
    steps, _, attribute = rest.partition("@")
    found = ([root] if not steps else root.findall(steps.removesuffix("/"))) if root.tag == name else []
    if attribute:
        return [element.attrib[attribute] for element in found if attribute in element.attrib]
    return [element.text or "" for element in found]


def _parse(body: bytes) -> ET.Element:
    try:
        return ET.fromstring(body)  # noqa: S314 (expat limits the expansion of entities, and reads no other file)
    except ET.ParseError as error:
        raise ValueError(f"not valid XML: {error}") from error


def _read(element: ET.Element, schema: Schema | None) -> Any:
    known = schema.possible_properties if schema is not None else {}
    if not known:
        return _scalar(element.text or "", schema)
    value: dict[str, Any] = {name: _scalar(text, known.get(name)) for name, text in element.attrib.items()}
    for child in element:
        below = known.get(child.tag)
        items = below.items if below is not None else None
        if items is not None:
            value.setdefault(child.tag, []).append(_read(child, items))
        elif child.tag in value:
            raise ValueError(f"duplicate element {child.tag} in {element.tag}")
        else:
            value[child.tag] = _read(child, below)
    # An empty list has no elements, so only the schema can tell it from a missing one.
    for name, below in known.items():
        if below.items is not None and name not in value and schema is not None and not schema.is_valid(value):
            value[name] = []
    return value


def _scalar(text: str, schema: Schema | None) -> Any:
    node = schema.resolve().node if schema is not None else None
    types = node.get("type") if isinstance(node, dict) else None
    if types == "integer":
        return int(text)
    return text == "true" if types == "boolean" else text
