"""A document in an older version of OpenAPI: 3.2 as 3.1, and 3.1 as 3.0, where lossless; each loss is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from contracts.bundling.draft import Draft
from contracts.bundling.from_3_1 import lower_object
from contracts.bundling.from_3_2 import lower_recent
from contracts.bundling.gather import Gatherer
from contracts.bundling.lower_schema import lower_schema, plain
from contracts.bundling.names import names
from contracts.errors import UsageError
from contracts.findings import Severity
from contracts.spec.document import child_pointer, split_pointer
from contracts.spec.shapes import Kind
from contracts.spec.structure import sort_findings
from contracts.spec.traversal import pointer_of, visit_bundled

RULE = "lowered"
"""The rule of every finding here."""

WRITTEN = {"3.0": "3.0.3", "3.1": "3.1.1"}
"""What a document calls itself when it is written in a version; more tools take 3.0.3 than 3.0.4."""

GONE = frozenset(
    {"$defs", "definitions", "prefixItems", "contains", "if", "then", "else", "patternProperties", "propertyNames"}
    | {"dependentSchemas", "unevaluatedItems", "unevaluatedProperties", "contentSchema"}
)
"""Keywords whose schemas do not stay where they are in 3.0."""

NAMING = frozenset({"properties", "schemas", "responses", "parameters", "headers", "content", "examples"})
"""Keys below which every key is a name."""

Report = Callable[[Severity, str, str], None]
"""Takes the severity, the pointer below the object, and what is lost."""

Lower = Callable[[Kind, dict[str, Any], dict[str, Any], Report], None]
"""Takes the kind of an object, it, the document, and who is told of losses."""


def lower(draft: Draft, version: str) -> Draft:
    """Write a document in an older version.

    :param version: ``3.0`` or ``3.1``.
    :raises UsageError: for a version that is not older.
    """
    if version >= draft.version:
        raise UsageError(f"--to {version}: the document is in {draft.version} already", hint="leave --to away")
    before = len(draft.findings)
    if draft.version == "3.2":
        draft = _resettle(draft, ("mediaTypes",))
        _each(draft, lower_recent)
        draft.tree["openapi"] = WRITTEN["3.1"]
    if version == "3.0":
        if "webhooks" in draft.tree:
            count = len(draft.tree["webhooks"])
            lost = "the webhook is" if count == 1 else f"{count} webhooks are"
            draft.report(RULE, Severity.ERROR, "/webhooks", f"{lost} left out: 3.0 has none")
        draft = _resettle(draft, ("pathItems",))
        _lower_schemas(draft)
        _each(draft, lower_object)
        draft.tree["openapi"] = WRITTEN["3.0"]
    draft.findings[before:] = sort_findings(draft.findings[before:], draft.document.name)
    return draft


def _resettle(draft: Draft, sections: tuple[str, ...]) -> Draft:
    """Move what is referred to from where the older version has no place for it."""
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

    gatherer = Gatherer(
        draft.tree,
        root,
        is_stray,
        partial(names, ""),
        breaks=lambda rest: old and _is_gone(split_pointer(rest)),
        dropped=frozenset({"$defs", "definitions"}) if old else frozenset(),
    )
    tree = gatherer.gather()
    moves = {**draft.moves, **{home: draft.origin(pointer) for pointer, home in gatherer.homes.items()}}
    return Draft(draft.document, tree, moves, draft.findings)


def _is_gone(tokens: list[str]) -> bool:
    return any(token in GONE and before not in NAMING for before, token in zip(["", *tokens], tokens, strict=False))


def _each(draft: Draft, lower_one: Lower) -> None:
    """Lower every object of the document, those that hold others after these."""
    for here in reversed(list(visit_bundled(draft.tree))):
        base = pointer_of(here.trail)

        def report(severity: Severity, key: str, message: str, base: str = base) -> None:
            draft.report(RULE, severity, base + key, message)

        lower_one(here.kind, here.node, draft.tree, report)


def _lower_schemas(draft: Draft) -> None:
    visits = list(visit_bundled(draft.tree))
    for here in reversed(visits):
        if here.kind == "schema":
            base = pointer_of(here.trail)

            def report(severity: Severity, keyword: str, message: str, base: str = base) -> None:
                hint = "3.0 cannot say this; the schema allows more now" if severity is Severity.ERROR else ""
                draft.report(RULE, severity, child_pointer(base, keyword), f"{keyword}: {message}", hint)

            lower_schema(here.node, report)
    for node, key in _schema_slots(draft.tree):
        node[key] = plain(node[key])


def _schema_slots(tree: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Where outside of schemas one stands that may be ``true`` or ``false``."""
    for here in list(visit_bundled(tree)):
        if here.kind in ("media-type", "parameter", "header") and "schema" in here.node:
            yield here.node, "schema"
        if here.kind == "components":
            schemas = here.node.get("schemas", {})
            yield from ((schemas, name) for name in schemas)
