"""Encoding of XML by the ``xml`` keywords of a schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from contracts.spec.schemas import Schema

DEFAULT_ROOT = "root"
DEFAULT_ITEM = "item"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot contain (XML 1.0, section 2.2)."""

_NOT_NAME = re.compile("[^A-Za-z0-9_.À-ÖØ-öø-ÿ-]|^(?=[0-9.-])")
"""Characters that are replaced in names, including all letters beyond Latin-1: the editions of XML 1.0 differ there."""


def encode_xml(value: Any, schema: Schema | None) -> bytes:
    """Encode a value as an XML document (``xml`` keyword: OpenAPI 3.1, section 4.8.26).

    :param schema: its ``xml`` keywords name elements and attributes; the name of its component names the root.
    """
    name = _name(schema, (schema.resolve().name if schema is not None else "") or DEFAULT_ROOT)
    root = ET.Element(name)
    _fill(root, value, schema)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _fill(element: ET.Element, value: Any, schema: Schema | None) -> None:
    """Write a value into its element."""
    namespace = _keywords(schema).get("namespace")
    prefix = _keywords(schema).get("prefix")
    if namespace:
        element.set(f"xmlns:{prefix}" if prefix else "xmlns", _text(namespace))
    if isinstance(value, Mapping):
        properties = schema.possible_properties if schema is not None else {}
        for name, below in value.items():
            _add_property(element, name, below, properties.get(name))
    elif isinstance(value, list):
        items = schema.items if schema is not None else None
        for item in value:
            _add(element, _name(items, DEFAULT_ITEM), item, items)
    elif value is not None:
        element.text = _text(value)


def _add_property(parent: ET.Element, name: str, value: Any, schema: Schema | None) -> None:
    keywords = _keywords(schema)
    if isinstance(value, list):
        items = schema.items if schema is not None else None
        wrapped = keywords.get("wrapped") is True
        holder = ET.SubElement(parent, _name(schema, name)) if wrapped else parent
        for item in value:
            _add(holder, _name(items, _name(schema, name)), item, items)
    elif keywords.get("attribute") is True and not isinstance(value, Mapping):
        if value is not None:
            parent.set(_name(schema, name), _text(value))
    elif keywords.get("nodeType") in ("text", "cdata") and not isinstance(value, Mapping):
        parent.text = (parent.text or "") + ("" if value is None else _text(value))
    else:
        _add(parent, _name(schema, name), value, schema)


def _add(parent: ET.Element, name: str, value: Any, schema: Schema | None) -> None:
    _fill(ET.SubElement(parent, name), value, schema)


def _keywords(schema: Schema | None) -> Mapping[str, Any]:
    """Return the ``xml`` keyword of a schema, or of the schema it references; ``{}`` if missing."""
    for node in (schema.node, schema.resolve().node) if schema is not None else ():
        if isinstance(node, dict) and isinstance(node.get("xml"), dict):
            return dict(node["xml"])
    return {}


def _name(schema: Schema | None, default: str) -> str:
    """Return the name of an element with its prefix; invalid characters become underscores."""
    keywords = _keywords(schema)
    name = _NOT_NAME.sub("_", str(keywords.get("name", default))) or "_"
    prefix = keywords.get("prefix")
    return f"{_NOT_NAME.sub('_', str(prefix))}:{name}" if prefix and keywords.get("namespace") else name


def _text(value: Any) -> str:
    """Convert a scalar to the notation of XML Schema."""
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return _NOT_XML.sub("\ufffd", text)
