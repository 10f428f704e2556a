"""XML request bodies: converted to the JSON value of their schema, the inverse of ``generation/xml_encoding.py``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from contracts.generation.xml_encoding import element_name, is_wrapped, item_name, node_type, root_name, xml_keywords
from contracts.spec.schemas import Schema
from contracts.spec.shapes import array_items, parts
from mockserver.http.coercion import compile_coercion, scalar_types

MAX_DEPTH = 100
"""Maximum nesting of elements, as of JSON texts."""

MAX_ELEMENTS = 100_000
"""Maximum number of elements and attributes."""

MAX_ATTEMPTS = 200
"""Maximum number of alternatives of ``oneOf`` and ``anyOf`` that are tried for one body."""

XSI = "http://www.w3.org/2001/XMLSchema-instance"

_ALTERNATIVES = ("oneOf", "anyOf")


@dataclass(slots=True)
class Element:
    """An element of a parsed document.

    :param attributes: values by namespace and local name.
    """

    namespace: str
    name: str
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    text: str = ""

    @property
    def is_nil(self) -> bool:
        """Whether the element stands for null (XML Schema, part 1, section 2.6.2)."""
        return self.attributes.get((XSI, "nil")) in {"true", "1"}


def parse_xml(data: bytes) -> Element:
    """Parse a document without a document type declaration, which could contain entities.

    :raises ValueError: with the reason.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    builder = _Builder()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = builder.refuse_doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(f"not XML: {error}") from None
    except LookupError:
        raise ValueError("not XML: unknown encoding") from None
    return builder.root.children[0]


class _Builder:
    """Builds the tree from the events of the parser."""

    def __init__(self) -> None:
        self.root = Element("", "")
        self._open = [self.root]
        self._texts: list[list[str]] = [[]]
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1 + len(attributes)
        if len(self._open) > MAX_DEPTH:
            raise ValueError(f"the XML is nested deeper than {MAX_DEPTH} levels")
        if self._count > MAX_ELEMENTS:
            raise ValueError(f"the XML has more than {MAX_ELEMENTS} elements")
        element = Element(*_split(name), {_split(key): value for key, value in attributes.items()})
        self._open[-1].children.append(element)
        self._open.append(element)
        self._texts.append([])

    def end(self, _: str) -> None:
        self._open.pop().text = "".join(self._texts.pop())

    def characters(self, text: str) -> None:
        self._texts[-1].append(text)

    def refuse_doctype(self, *_: object) -> None:
        raise ValueError("the XML must not have a document type declaration")


def _split(name: str) -> tuple[str, str]:
    """Return namespace and local name; the parser separates them with a space."""
    namespace, _, local = name.rpartition(" ")
    return namespace, local


def decode_xml(data: bytes, schema: Schema) -> Any:
    """Return the JSON value of an XML document.

    Strings that a schema does not allow stay strings, and elements that it does not know become properties, so that the
    validator refuses them.

    :raises ValueError: if it is not XML or has another root element, with the reason.
    """
    root = parse_xml(data)
    expected = _root_names(schema)
    if expected and root.name not in expected:
        raise ValueError(f"the root element must be {' or '.join(sorted(expected))}, not {root.name}")
    return _Decoder().value(root, schema)


def _root_names(schema: Schema) -> set[str]:
    """Return the local names that the root element may have; empty if any."""
    own = _local(root_name(schema))
    node = schema.resolve().node
    choices = [
        schema.resolve().child(keyword, index)
        for keyword in _ALTERNATIVES
        for index in range(len(node.get(keyword, ())) if isinstance(node, dict) else 0)
    ]
    return {own, *(_local(root_name(part)) for part in choices)} - {""} if own else set()


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Decoder:
    """Converts the elements of one document.

    Names are compared without their prefixes, which authors of documents choose freely (Namespaces in XML, section 4).
    A namespace only decides between properties of the same name, since many clients send none.
    """

    def __init__(self) -> None:
        self._attempts = 0

    def value(self, element: Element, schema: Schema | None) -> Any:
        """Return the value of an element."""
        if element.is_nil:
            return None
        if schema is None:
            return self._untyped(element)
        types = scalar_types(schema)
        items = array_items(schema)
        if "array" in types or (items is not None and not types):
            return [self.value(child, items) for child in element.children]
        is_object = "object" in types or (not types and bool(schema.possible_properties))
        has_parts = bool(element.children or element.attributes)
        may_be_text = bool(types - {"object", "null"}) or (element.text.strip() and not _has_text(schema))
        if is_object and (has_parts or not may_be_text):
            return self._object(element, schema)
        if element.children or (not types and element.attributes):
            return self._untyped(element)
        return _scalar(element.text, schema)

    def _untyped(self, element: Element) -> Any:
        """Return an object, or the text of an element that has neither children nor attributes."""
        attributes = {name: text for (space, name), text in element.attributes.items() if space != XSI}
        if not element.children and not attributes:
            return element.text
        return attributes | self._further(element.children, None)

    def _object(self, element: Element, schema: Schema) -> Any:
        """Return the object of an element: of the first alternative that it satisfies, if the schema has some."""
        known = schema.possible_properties
        node = schema.resolve().node
        if isinstance(node, dict):
            for keyword in _ALTERNATIVES:
                for index in range(len(node.get(keyword, ()))):
                    self._attempts += 1
                    part = schema.resolve().child(keyword, index)
                    if self._attempts > MAX_ATTEMPTS or not part.possible_properties:
                        continue
                    value = self._properties(element, schema, known | part.possible_properties)
                    if part.request_validator.is_valid(value):
                        return value
        return self._properties(element, schema, known)

    def _properties(self, element: Element, schema: Schema, known: Mapping[str, Schema]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        attributes = {key: text for key, text in element.attributes.items() if key[0] != XSI}
        children = _by_property(element.children, known)
        required = _required(schema)
        for name, below in known.items():
            own = children.pop(name, [])
            if node_type(below) == "attribute" and (key := _attribute(attributes, name, below)) is not None:
                found[name] = _scalar(attributes.pop(key), below)
            elif node_type(below) == "text":
                found[name] = _scalar(element.text, below)
            elif _is_array(below) and not is_wrapped(below):
                if own or name in required:
                    items = array_items(below)
                    found[name] = [self.value(child, items) for child in own]
            elif own:
                values = [self.value(child, below) for child in own]
                found[name] = values[0] if len(values) == 1 else values
        rest = [child for own in children.values() for child in own]
        return found | {name: text for (_, name), text in attributes.items()} | self._further(rest, _additional(schema))

    def _further(self, children: Iterable[Element], schema: Schema | None) -> dict[str, Any]:
        """Return the properties of elements that no schema names; several of one name are an array."""
        by_name: dict[str, list[Element]] = {}
        for child in children:
            by_name.setdefault(child.name, []).append(child)
        is_array = schema is not None and _is_array(schema)
        items = array_items(schema) if schema is not None and is_array else schema
        values = {name: [self.value(child, items) for child in own] for name, own in by_name.items()}
        return {name: own if is_array or len(own) > 1 else own[0] for name, own in values.items()}


def _scalar(text: str, schema: Schema) -> Any:
    """Convert text; numbers and booleans may have white space around them (XML Schema, part 2, section 4.3.6)."""
    types = scalar_types(schema)
    convert = compile_coercion(schema)
    if convert is None:
        return text
    value = convert(text.strip())
    if isinstance(value, str):
        is_boolean = "boolean" in types and "string" not in types and value in {"0", "1"}
        return value == "1" if is_boolean else text
    return value


def _is_array(schema: Schema) -> bool:
    types = scalar_types(schema)
    return "array" in types or (not types and array_items(schema) is not None)


def _has_text(schema: Schema) -> bool:
    return any(node_type(below) == "text" for below in schema.possible_properties.values())


def _attribute(attributes: Mapping[tuple[str, str], str], name: str, schema: Schema) -> tuple[str, str] | None:
    """Return the key of the attribute of a property; one in the namespace of the schema comes first."""
    local, namespace = _local(element_name(schema, name)), str(xml_keywords(schema).get("namespace", ""))
    keys = [key for key in attributes if key[1] == local]
    return next((key for key in keys if key[0] == namespace), keys[0] if keys else None)


def _by_property(children: Iterable[Element], known: Mapping[str, Schema]) -> dict[str, list[Element]]:
    """Return the elements by property; those that no property names come last, by their names."""
    claims: dict[str, list[tuple[str, str]]] = {}
    for name, schema in known.items():
        if node_type(schema) != "text":
            local, namespace = _element(name, schema)
            claims.setdefault(local, []).append((namespace, name))
    found: dict[str, list[Element]] = {}
    for child in children:
        owners = claims.get(child.name, [])
        exact = next((name for namespace, name in owners if namespace == child.namespace), None)
        plain = next((name for namespace, name in owners if not namespace), owners[0][1] if owners else child.name)
        found.setdefault(plain if exact is None else exact, []).append(child)
    return found


def _element(name: str, schema: Schema) -> tuple[str, str]:
    """Return local name and namespace of the elements of a property: of its items, unless they are wrapped."""
    owner: Schema | None = schema
    written = element_name(schema, name)
    if _is_array(schema) and not is_wrapped(schema):
        owner = schema.items
        written = item_name(schema, name)
    return _local(written), str(xml_keywords(owner).get("namespace", ""))


def _required(schema: Schema) -> frozenset[str]:
    nodes = (part.node for part in parts(schema, ("allOf",)))
    return frozenset(name for node in nodes if isinstance(node, dict) for name in node.get("required") or ())


def _additional(schema: Schema) -> Schema | None:
    """Return the schema of additional properties, or ``None``."""
    resolved = schema.resolve()
    node = resolved.node
    further = node.get("additionalProperties") if isinstance(node, dict) else None
    return resolved.child("additionalProperties") if isinstance(further, dict) else None
