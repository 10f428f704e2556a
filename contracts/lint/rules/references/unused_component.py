"""The rule ``unused-component``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.findings import Severity
from contracts.lint.document_access import listing, mapping
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer, reference_pointer, split_pointer
from contracts.spec.references import SCHEME
from contracts.spec.traversal import Trail, Visit

Component = tuple[str, str]
"""The section and the name, e.g. ``("schemas", "Case")``."""

ANCHORS = ("$id", "$anchor", "$dynamicAnchor")
"""Keys that give a schema a name by which it may be referenced instead of its JSON pointer."""


def components(document_index: DocumentIndex) -> Iterator[tuple[Component, Any]]:
    """Yield each component of the document with its value."""
    for section, entries in mapping(document_index.tree, "components").items():
        if not section.startswith("x-"):
            for name, node in mapping(entries).items():
                yield (section, name), node


def used_components(document_index: DocumentIndex) -> set[Component]:
    """Return the components that are reachable from the document's paths, webhooks, extensions and security.

    A schema derived from one with a discriminator is used if that one is, because discriminator values are schema names
    (OpenAPI 3.x, 'Discriminator Object'). A component that is only a reference is used if its target is, because
    documents of several files list their parts this way.
    """
    uses: dict[Component | None, set[Component]] = {}
    targets: dict[str, set[Component | None]] = {}
    for visit, _, pointer, _ in document_index.edges:
        holder = _component_of(visit.trail)
        targets.setdefault(pointer, set()).add(holder)
        used = _component_at(pointer)
        if used is not None:
            uses.setdefault(holder, set()).add(used)
    for base, derived in _derived_schemas(document_index).items():
        uses.setdefault(base, set()).update(derived)
    roots = {
        *uses.get(None, ()),
        *_in_extensions(document_index),
        *_reachable_by_name_or_alias(document_index, targets),
    }
    return _closure(roots, uses)


def _closure(roots: set[Component], uses: dict[Component | None, set[Component]]) -> set[Component]:
    found: set[Component] = set()
    waiting = list(roots)
    while waiting:
        component = waiting.pop()
        if component not in found:
            found.add(component)
            waiting.extend(uses.get(component, ()))
    return found


def _component_of(trail: Trail) -> Component | None:
    """Return the component that contains an object; ``None`` if it is outside of components."""
    first = second = third = None
    while trail:
        third, second = second, first
        trail, first = trail
    return (str(second), str(third)) if first == "components" and third is not None else None


def _component_at(pointer: str) -> Component | None:
    if not pointer.startswith("/components/"):
        return None
    tokens = pointer.split("/", 4)
    return (tokens[2], split_pointer(f"/{tokens[3]}")[0]) if len(tokens) > 3 else None


def _derived_schemas(document_index: DocumentIndex) -> dict[Component, set[Component]]:
    """Return the schemas that reference one with a discriminator in ``allOf``, by that schema."""
    found: dict[Component, set[Component]] = {}
    for name, schema in mapping(document_index.tree, "components", "schemas").items():
        for index, branch in enumerate(listing(mapping(schema).get("allOf"))):
            pointer = child_pointer("", "components", "schemas", name, "allOf", index)
            site = document_index.follow(pointer, branch)
            base = _component_at(site.pointer) if site else None
            if (
                site is not None
                and base is not None
                and site.pointer != pointer
                and _is_base(document_index, site.node)
            ):
                found.setdefault(base, set()).add(("schemas", name))
    return found


def _is_base(document_index: DocumentIndex, schema: dict[str, Any], depth: int = 5) -> bool:
    """Return whether a schema, or one that it is derived from, has a discriminator."""
    level, seen = [schema], {id(schema)}
    for _ in range(depth + 1):
        if any("discriminator" in one for one in level):
            return True
        sites = (document_index.follow("", branch) for one in level for branch in listing(one.get("allOf")))
        level = [site.node for site in sites if site is not None and id(site.node) not in seen]
        level = list({id(one): one for one in level}.values())
        seen.update(map(id, level))
    return False


def _reachable_by_name_or_alias(
    document_index: DocumentIndex, targets: dict[str, set[Component | None]]
) -> Iterator[Component]:
    """Yield schemas with an anchor or id, and components that are references to a target used elsewhere."""
    for component, node in components(document_index):
        if not isinstance(node, dict):
            continue
        if any(key in node for key in ANCHORS):
            yield component
        elif "$ref" in node:
            site = document_index.follow(child_pointer("", "components", *component), node)
            if site is not None and targets.get(site.pointer, set()) - {component}:
                yield component


def _in_extensions(document_index: DocumentIndex) -> Iterator[Component]:
    """Yield the components referenced in extensions, such as ``x-webhooks`` in documents before 3.1."""
    for visit in document_index.visits:
        for key, value in visit.node.items():
            if key[:2] == "x-" and key != "x-external" and isinstance(value, dict | list | str):
                for reference in _references_in(value):
                    used = _component_at(reference_pointer(reference))
                    if used is not None:
                        yield used


def _references_in(value: Any) -> Iterator[str]:
    """Yield the references in an extension: ``$ref`` and other strings that point to a component."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, str) and node.startswith("#/components/"):
            yield node


NOUNS = {
    "schemas": "schema",
    "responses": "response",
    "parameters": "parameter",
    "examples": "example",
    "requestBodies": "request body",
    "headers": "header",
    "links": "link",
    "callbacks": "callback",
    "pathItems": "path item",
    "mediaTypes": "media type",
}
"""By section. Security schemes are used by name and have a separate rule."""


def _check(_: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    if not mapping(document_index.tree, "paths") and not mapping(document_index.tree, "webhooks"):
        return
    used = used_components(document_index)
    unused = [one for one, _ in components(document_index) if one[0] in NOUNS and one not in used]
    for section, name in () if unused and _has_unread_file(document_index) else unused:
        yield Violation(child_pointer("", "components", section, name), f"{NOUNS[section]} {name!r} is never used")


def _has_unread_file(document_index: DocumentIndex) -> bool:
    """Return whether a file could not be read, which may use any component.

    References to the files that were read have been replaced with fragments.
    """
    references = (visit.node.get("$ref") for visit in document_index.visits)
    return any(isinstance(one, str) and one[:1] not in ("", "#") and not SCHEME.match(one) for one in references)


UNUSED_COMPONENT = Rule(
    id="unused-component",
    family="references",
    title="components must be used",
    severity=Severity.WARNING,
    why="Components 'will have no effect on the API unless they are explicitly referenced' (OpenAPI 3.1, 'Components "
    "Object'): an unused one is clutter, or a reference to it is missing. Only references from paths and webhooks "
    "count, directly or through other components. A document without both is a library and is not checked.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses:
        '200': {description: The cases, content: {application/json: {schema: {$ref: '#/components/schemas/Cases'}}}}
components:
  schemas: {Cases: {type: array, items: {type: string}}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases}}
components:
  schemas: {Cases: {type: array, items: {type: string}}}
""",
    remedy="reference the component, or remove it",
    node_types=("document.components",),
    check=_check,
)
