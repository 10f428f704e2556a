"""Upgrade a document to OpenAPI 3.1 with JSON Schema 2020-12, the form that all other modules use."""

from __future__ import annotations

from typing import Any

from contracts.spec.document import Document
from contracts.spec.path_items import merged, parts_of
from contracts.spec.pointers import child_pointer, reference_pointer, walk
from contracts.spec.traversal import Trail
from contracts.spec.tree_editor import copy_json

UPGRADED = "3.1.1"
"""Version of an upgraded 3.0 document."""

INTEGER_BOUNDS = {
    f"{prefix}int{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if not prefix else (0, 2**bits - 1)
    for prefix in ("", "u")
    for bits in (8, 16, 32, 64)
}
"""Smallest and largest value of each integer format (OpenAPI's format registry)."""


CHANGED_KEYWORDS = frozenset(
    {"nullable", "exclusiveMinimum", "exclusiveMaximum", "example"}
    | {"$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$schema", "xml"}
)
"""Keywords that the upgrade changes or removes."""

CHANGED_FORMATS = frozenset({"byte", "base64", "binary", *INTEGER_BOUNDS})
"""Formats for which the upgrade adds keywords."""


IDENTIFIERS = ("$id", "$anchor", "$dynamicAnchor", "$schema")
"""Keywords that would change how references are resolved."""

ACCEPTS_NULL = "x-accepts-null"
"""Keyword of an upgraded schema: null is valid, although other keywords of the schema may refuse it."""

REFUSING_NULL = frozenset({"allOf", "oneOf", "anyOf", "not"})
"""Keywords beside ``nullable: true`` whose schemas may refuse null."""


def upgrade(document: Document) -> dict[str, Any]:
    """Return an upgraded copy of the document's tree, which shares with it what is not changed.

    Each schema is changed once; examples are not. Schemas of 3.0 documents become JSON Schema 2020-12; schemas of 3.1
    and 3.2 documents lose ``$id`` and anchors, because all references are JSON pointers.
    """
    copied = _CopiedTree(document.tree)
    tree = copied.tree
    is_old = document.form == "3.0"
    for here in document.visits:
        if here.kind == "schema" and _is_changed(here.node):
            schema = copied.at(here.trail)
            if not isinstance(schema, dict):
                continue  # a sibling of a reference, removed because 3.0 ignores siblings
            if is_old:
                _upgrade_schema(schema)
            else:
                _normalize(schema)
            _bound_integers(schema)
    if is_old:
        tree["openapi"] = UPGRADED
    _merge_path_items(tree)
    copied.forget()
    _resolve_examples(document, copied)
    return tree


def _is_changed(schema: dict[str, Any]) -> bool:
    """Whether the upgrade may change a schema; most are the same in all versions."""
    if not CHANGED_KEYWORDS.isdisjoint(schema):
        return True
    if "$ref" in schema:
        return len(schema) > 1
    name = schema.get("format")
    return isinstance(name, str) and name in CHANGED_FORMATS


def _resolve_examples(document: Document, copied: _CopiedTree) -> None:
    """Replace an ``example`` that is only a reference into the document by the value that it leads to, in place.

    By the letter it is data (OpenAPI 3.1, "Example Object"), but authors mean the example that it refers to. The value
    is a copy of the written one, so that references do not make it contain itself.
    """
    tree = copied.tree
    written: dict[str, tuple[Any] | None] = {}
    found: list[tuple[dict[str, Any], dict[str, Any], Any]] = []
    for here in document.visits:
        example = here.node.get("example")
        if isinstance(example, dict) and example.keys() == {"$ref"} and isinstance(reference := example["$ref"], str):
            if reference not in written:
                written[reference] = _referred_example(tree, reference)
            node, value = copied.at(here.trail), written[reference]
            if isinstance(node, dict) and value is not None:
                found.append((node, example, value[0]))
    for node, example, value in found:
        if node.get("example") == example:
            node["example"] = value
        elif isinstance(node.get("examples"), list) and node["examples"][:1] == [example]:
            node["examples"] = [value, *node["examples"][1:]]


def _referred_example(tree: dict[str, Any], reference: str) -> tuple[Any] | None:
    """A copy of the value at a reference, or that of the Example Object there; ``None`` if it leads to nothing."""
    if not reference.startswith("#/"):
        return None
    try:
        found = walk(tree, reference_pointer(reference))
    except KeyError:
        return None
    return (copy_json(found["value"] if isinstance(found, dict) and "value" in found else found),)


def _merge_path_items(tree: dict[str, Any]) -> None:
    """Replace path items that have ``$ref`` and other fields by one object, in place."""
    for section in ("paths", "webhooks"):
        items = tree.get(section)
        if not isinstance(items, dict):
            continue
        changed = {
            path: merged(parts_of(tree, child_pointer("", section, path), item))
            for path, item in items.items()
            if isinstance(item, dict) and "$ref" in item and len(item) > 1
        }
        if changed:
            tree[section] = items | changed


class _CopiedTree:
    """A copy of a tree. Objects and arrays are copied when they are looked up to be changed.

    :ivar tree: the copy.
    """

    def __init__(self, original: dict[str, Any]) -> None:
        self.tree = dict(original)
        self._copied = {id(self.tree)}
        self._known: dict[int, Any] = {}  # by the identity of the trail, whose prefixes siblings share

    def forget(self) -> None:
        """Look all values up again, as some were replaced."""
        self._known.clear()

    def at(self, trail: Trail) -> Any:
        """The value of the copy at a trail of the original; ``None`` if it was removed."""
        if not trail:
            return self.tree
        if id(trail) not in self._known:
            parent, token = trail
            self._known[id(trail)] = self._child(self.at(parent), token)
        return self._known[id(trail)]

    def _child(self, owner: Any, token: Any) -> Any:
        key = int(token) if isinstance(owner, list) else token
        if not isinstance(owner, dict | list) or (isinstance(owner, dict) and key not in owner):
            return None
        found = owner[key]
        if isinstance(found, dict | list) and id(found) not in self._copied:
            found = owner[key] = found.copy()
            self._copied.add(id(found))
        return found


def _bound_integers(schema: dict[str, Any]) -> None:
    """Replace an integer format with the bounds that it implies, in place: validators ignore the format."""
    types, name = schema.get("type"), schema.get("format")
    if (
        isinstance(name, str)
        and name in INTEGER_BOUNDS
        and "integer" in (types if isinstance(types, list) else [types])
    ):
        low, high = INTEGER_BOUNDS[name]
        for bound, limit, narrower in (("minimum", low, max), ("maximum", high, min)):
            given = schema.get(bound, limit)
            if isinstance(given, int | float):
                schema[bound] = narrower(limit, given)


def _normalize(schema: dict[str, Any]) -> None:
    """Reduce a 2020-12 schema to ``$ref`` for references and ``examples`` for examples, in place.

    An ``$id`` would change the base of the pointers below it (JSON Schema 2020-12, section 8.2.1). A ``$dynamicRef`` is
    treated as ``$ref``: it differs only for schemas that extend each other.
    """
    for name in IDENTIFIERS:
        schema.pop(name, None)
    if "$dynamicRef" in schema:
        reference = schema.pop("$dynamicRef")
        if "$ref" in schema:
            parts = schema.get("allOf")
            schema["allOf"] = [*(parts if isinstance(parts, list) else ()), {"$ref": reference}]
        else:
            schema["$ref"] = reference
    _upgrade_example(schema)
    if isinstance(schema.get("xml"), dict) and "nodeType" in schema["xml"]:
        schema["xml"] = {**schema["xml"], **_older_keywords(schema, schema["xml"]["nodeType"])}


def _older_keywords(schema: dict[str, Any], kind: Any) -> dict[str, bool]:
    """The older keywords for ``nodeType`` (OpenAPI 3.2, "XML Object"), except for text and CDATA sections."""
    if kind == "attribute":
        return {"attribute": True}
    if kind in ("element", "none") and ("items" in schema or schema.get("type") == "array"):
        return {"wrapped": kind == "element"}
    return {}


def _upgrade_example(schema: dict[str, Any]) -> None:
    """Replace ``example``, deprecated in 3.1 ("Schema Object"), with ``examples``, which takes precedence."""
    if "example" in schema:
        example = schema.pop("example")
        schema.setdefault("examples", [example])


def _upgrade_schema(schema: dict[str, Any]) -> None:
    """Turn a 3.0 schema into a JSON Schema 2020-12 schema, in place; ``$id`` and ``$schema`` have no effect in 3.0."""
    for name in IDENTIFIERS:
        schema.pop(name, None)
    if "$ref" in schema:
        reference = schema["$ref"]
        schema.clear()
        schema["$ref"] = reference
        return
    _upgrade_nullable(schema)
    _upgrade_bound(schema, "minimum", "exclusiveMinimum")
    _upgrade_bound(schema, "maximum", "exclusiveMaximum")
    _upgrade_example(schema)
    _upgrade_format(schema)


def _upgrade_nullable(schema: dict[str, Any]) -> None:
    """``nullable`` adds ``null`` to ``type``; keywords that refuse null stay, and :data:`ACCEPTS_NULL` is set.

    By the letter it has no effect beside ``allOf`` alone, and null is refused if ``enum`` does not list it (OpenAPI
    3.0.3, "Schema Object", and the proposal "Clarify Semantics of nullable in OpenAPI 3.0"). Authors mean that null is
    valid. So null is accepted, but never generated.
    """
    if schema.pop("nullable", False) is not True:
        return
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
    elif isinstance(schema.get("type"), list) and "null" not in schema["type"]:
        schema["type"] = [*schema["type"], "null"]  # a list of types, which 3.0 does not have (lenient reading)
    members = schema.get("enum")
    if not REFUSING_NULL.isdisjoint(schema) or (isinstance(members, list) and None not in members):
        schema[ACCEPTS_NULL] = True


def _upgrade_bound(schema: dict[str, Any], bound: str, exclusive: str) -> None:
    """``exclusiveMinimum: true`` makes ``minimum`` exclusive (JSON Schema Validation, Wright draft 00, section 5.5)."""
    if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and bound in schema:
        schema[exclusive] = schema.pop(bound)


def _upgrade_format(schema: dict[str, Any]) -> None:
    """Add the content keywords that replace these formats in 3.1; ``format`` is kept."""
    match schema.get("format"):
        case "byte" | "base64":
            schema["contentEncoding"] = "base64"
        case "binary":
            schema["contentMediaType"] = "application/octet-stream"
