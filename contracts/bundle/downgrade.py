"""Downgrades documents from OpenAPI 3.2 to 3.1 and 3.0, and reports each loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from contracts.bundle.builder import BundleBuilder
from contracts.bundle.component_names import names
from contracts.bundle.downgrade_objects import downgrade_from_31, downgrade_from_32
from contracts.bundle.downgrade_schema import downgrade_schema, plain
from contracts.bundle.relocate import Relocator
from contracts.errors import UsageError
from contracts.findings import Severity
from contracts.spec.object_model import Kind
from contracts.spec.pointers import child_pointer, split_pointer
from contracts.spec.structure import sort_findings
from contracts.spec.traversal import pointer_of, visit_bundled
from contracts.wording import pluralize

RULE = "lowered"
"""The rule of all findings of a downgrade."""

WRITTEN = {"3.0": "3.0.3", "3.1": "3.1.1"}
"""Full version by minor version; more tools accept 3.0.3 than 3.0.4."""

GONE = frozenset(
    {"$defs", "definitions", "prefixItems", "contains", "if", "then", "else", "patternProperties", "propertyNames"}
    | {"dependentSchemas", "unevaluatedItems", "unevaluatedProperties", "contentSchema"}
)
"""Keywords that 3.0 does not have, whose schemas move or disappear."""

NAMING = frozenset({"properties", "schemas", "responses", "parameters", "headers", "content", "examples"})
"""Keys whose values are mappings with names as keys."""

Report = Callable[[Severity, str, str], None]
"""Takes severity, pointer relative to the object, and a description of the loss."""

Downgrade = Callable[[Kind, dict[str, Any], dict[str, Any], Report], None]
"""Takes the kind of an object, the object, the document, and a function that reports losses."""


def downgrade(draft: BundleBuilder, version: str) -> BundleBuilder:
    """Convert a document to an older version.

    :param version: ``3.0`` or ``3.1``.
    :raises UsageError: for a version that is not older.
    """
    if version >= draft.version:
        raise UsageError(f"--to {version}: the document has version {draft.version} already", hint="omit --to")
    before = len(draft.findings)
    if draft.version == "3.2":
        draft = _relocate(draft, ("mediaTypes",))
        _each(draft, downgrade_from_32)
        draft.tree["openapi"] = WRITTEN["3.1"]
    if version == "3.0":
        if "webhooks" in draft.tree:
            count = len(draft.tree["webhooks"])
            draft.report(
                RULE, Severity.ERROR, "/webhooks", f"removed {pluralize(count, 'webhook')}: 3.0 does not have them"
            )
        draft = _relocate(draft, ("pathItems",))
        _downgrade_schemas(draft)
        _each(draft, downgrade_from_31)
        draft.tree["openapi"] = WRITTEN["3.0"]
    draft.findings[before:] = sort_findings(draft.findings[before:], draft.document.name)
    return draft


def _relocate(draft: BundleBuilder, sections: tuple[str, ...]) -> BundleBuilder:
    """Move referenced content out of sections and keywords that the older version does not have."""
    old = "pathItems" in sections
    root = {key: value for key, value in draft.tree.items() if not (old and key == "webhooks")}
    components = root.get("components", {})
    if components:
        root["components"] = {key: value for key, value in components.items() if key not in sections}
        if not root["components"]:
            del root["components"]

    def is_stray(pointer: str) -> bool:
        tokens = split_pointer(pointer)
        if tokens[:1] == ["webhooks"]:
            return old
        return (tokens[:1] == ["components"] and tokens[1] in sections) or (old and _is_gone(tokens))

    gatherer = Relocator(
        draft.tree,
        root,
        is_stray,
        partial(names, ""),
        breaks=lambda rest: old and _is_gone(split_pointer(rest)),
        dropped=frozenset({"$defs", "definitions"}) if old else frozenset(),
    )
    tree = gatherer.gather()
    moves = {**draft.moves, **{home: draft.origin(pointer) for pointer, home in gatherer.homes.items()}}
    return BundleBuilder(draft.document, tree, moves, draft.findings)


def _is_gone(tokens: list[str]) -> bool:
    return any(token in GONE and before not in NAMING for before, token in zip(["", *tokens], tokens, strict=False))


def _each(draft: BundleBuilder, downgrade_one: Downgrade) -> None:
    """Downgrade all objects of the document, inner ones first."""
    for here in reversed(list(visit_bundled(draft.tree))):
        base = pointer_of(here.trail)

        def report(severity: Severity, key: str, message: str, base: str = base) -> None:
            draft.report(RULE, severity, base + key, message)

        downgrade_one(here.kind, here.node, draft.tree, report)


def _downgrade_schemas(draft: BundleBuilder) -> None:
    visits = list(visit_bundled(draft.tree))
    for here in reversed(visits):
        if here.kind == "schema":
            base = pointer_of(here.trail)

            def report(severity: Severity, keyword: str, message: str, base: str = base) -> None:
                hint = "3.0 cannot express this; the schema accepts more values" if severity is Severity.ERROR else ""
                draft.report(RULE, severity, child_pointer(base, keyword), f"{keyword}: {message}", hint)

            downgrade_schema(here.node, report)
    for node, key in _schema_slots(draft.tree):
        node[key] = plain(node[key])


def _schema_slots(tree: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield object and key of each schema that is not inside of another; it can be ``true`` or ``false``."""
    for here in list(visit_bundled(tree)):
        if here.kind in ("media-type", "parameter", "header") and "schema" in here.node:
            yield here.node, "schema"
        if here.kind == "components":
            schemas = here.node.get("schemas", {})
            yield from ((schemas, name) for name in schemas)
