"""Encoding of XML by the ``xml`` keywords of a schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from contracts.spec.schemas import Schema

DEFAULT_ROOT = "root"
DEFAULT_ITEM = "item"

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff]|[\ufffe\uffff]")
"""Characters that XML cannot contain (XML 1.0, section 2.2). One class of them all takes 5 ms to compile."""

_NOT_NAME = re.compile("[^A-Za-z0-9_.À-ÖØ-öø-ÿ-]|^(?=[0-9.-])")
"""Characters that are replaced in names, including all letters beyond Latin-1: the editions of XML 1.0 differ there."""


def encode_xml(value: Any, schema: Schema | None) -> bytes:
    """Encode a value as an XML document (``xml`` keyword: OpenAPI 3.1, section 4.8.26).

    :param schema: its ``xml`` keywords name elements and attributes; the name of its component names the root.
    """
    root = ET.Element(root_name(schema) or DEFAULT_ROOT)
    _fill(root, value, schema)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    # Parsers read a carriage return as a line feed (XML 1.0, section 2.11), unless it is a character reference.
    return document.replace(b"\r", b"&#13;")


def root_name(schema: Schema | None) -> str:
    """Return the name of the root element; ``""`` if the schema has no name."""
    default = schema.resolve().name if schema is not None else ""
    return element_name(schema, default) if default or "name" in xml_keywords(schema) else ""


def _fill(element: ET.Element, value: Any, schema: Schema | None) -> None:
    """Write a value into its element."""
    _declare(element, schema)
    if isinstance(value, Mapping):
        properties = schema.possible_properties if schema is not None else {}
        for name, below in value.items():
            _add_property(element, name, below, properties.get(name))
    elif isinstance(value, list):
        items = schema.items if schema is not None else None
        for item in value:
            _add(element, element_name(items, DEFAULT_ITEM), item, items)
    elif value is not None:
        element.text = _text(value)


def _declare(element: ET.Element, schema: Schema | None, *, default: bool = True) -> None:
    """Declare the namespace of a schema at an element.

    :param default: also a namespace without prefix, which does not apply to attributes.
    """
    namespace, prefix = xml_keywords(schema).get("namespace"), xml_keywords(schema).get("prefix")
    if namespace and (prefix or default):
        element.set(f"xmlns:{_NOT_NAME.sub('_', str(prefix))}" if prefix else "xmlns", _text(namespace))


def _add_property(parent: ET.Element, name: str, value: Any, schema: Schema | None) -> None:
    if isinstance(value, list):
        items = schema.items if schema is not None else None
        holder = ET.SubElement(parent, element_name(schema, name)) if is_wrapped(schema) else parent
        if holder is not parent:
            _declare(holder, schema)
        for item in value:
            _add(holder, item_name(schema, name), item, items)
    elif node_type(schema) == "attribute" and not isinstance(value, Mapping):
        if value is not None:
            _declare(parent, schema, default=False)
            parent.set(element_name(schema, name), _text(value))
    elif node_type(schema) == "text" and not isinstance(value, Mapping):
        parent.text = (parent.text or "") + ("" if value is None else _text(value))
    else:
        _add(parent, element_name(schema, name), value, schema)


def item_name(schema: Schema | None, name: str) -> str:
    """Return the name of the elements of an array in a property: that of the items, else of the array or property."""
    items = schema.items if schema is not None else None
    return element_name(items, str(xml_keywords(schema).get("name", name)))


def is_wrapped(schema: Schema | None) -> bool:
    """Whether the items of an array are in an element of their own."""
    keywords = xml_keywords(schema)
    return keywords.get("wrapped") is True or keywords.get("nodeType") == "element"


def node_type(schema: Schema | None) -> str:
    """Return how a property is written: ``element``, ``attribute``, or ``text`` of the element of its object."""
    keywords = xml_keywords(schema)
    kind = str(keywords.get("nodeType", "attribute" if keywords.get("attribute") is True else "element"))
    return {"attribute": "attribute", "text": "text", "cdata": "text"}.get(kind, "element")  # OpenAPI 3.2, 4.27


def _add(parent: ET.Element, name: str, value: Any, schema: Schema | None) -> None:
    _fill(ET.SubElement(parent, name), value, schema)


def xml_keywords(schema: Schema | None) -> Mapping[str, Any]:
    """Return the ``xml`` keyword of a schema, or of the schema it references; ``{}`` if missing."""
    for node in (schema.node, schema.resolve().node) if schema is not None else ():
        if isinstance(node, dict) and isinstance(node.get("xml"), dict):
            return dict(node["xml"])
    return {}


def element_name(schema: Schema | None, default: str) -> str:
    """Return the name of an element with its prefix; invalid characters become underscores."""
    keywords = xml_keywords(schema)
    name = _NOT_NAME.sub("_", str(keywords.get("name", default))) or "_"
    prefix = keywords.get("prefix")
    return f"{_NOT_NAME.sub('_', str(prefix))}:{name}" if prefix and keywords.get("namespace") else name


def _text(value: Any) -> str:
    """Convert a scalar to the notation of XML Schema."""
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return _NOT_XML.sub("\ufffd", text)
