"""Which components of a document are used: reached from what is no component, over however many references."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.linting.access import listing, mapping
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer, reference_pointer, split_pointer
from contracts.spec.traversal import Trail

Component = tuple[str, str]
"""The section and the name, e.g. ``("schemas", "Case")``."""

ANCHORS = ("$id", "$anchor", "$dynamicAnchor")
"""What a schema may be referred to by instead of its place."""


def components(survey: Survey) -> Iterator[tuple[Component, Any]]:
    """Each component of the document."""
    for section, members in mapping(survey.tree, "components").items():
        if not section.startswith("x-"):
            for name, node in mapping(members).items():
                yield (section, name), node


def used_components(survey: Survey) -> set[Component]:
    """The components that are reached from the document's paths, webhooks, extensions and security.

    A schema that builds on one with a discriminator is used where that one is: its name is what the discriminator holds
    (OpenAPI 3.x, 'Discriminator Object'). One that is only a reference is used where what it refers to is: documents of
    several files list their parts so.
    """
    uses: dict[Component | None, set[Component]] = {}
    targets: dict[str, set[Component | None]] = {}
    for here, _, pointer, _ in survey.edges:
        holder = _component_of(here.trail)
        targets.setdefault(pointer, set()).add(holder)
        used = _component_at(pointer)
        if used is not None:
            uses.setdefault(holder, set()).add(used)
    for base, heirs in _heirs(survey).items():
        uses.setdefault(base, set()).update(heirs)
    roots = {*uses.get(None, ()), *_of_extensions(survey), *_reachable_otherwise(survey, targets)}
    return _closure(roots, uses)


def _closure(roots: set[Component], uses: dict[Component | None, set[Component]]) -> set[Component]:
    found: set[Component] = set()
    waiting = list(roots)
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting.extend(uses.get(here, ()))
    return found


def _component_of(trail: Trail) -> Component | None:
    """The component that an object stands in; ``None`` for what is in no component."""
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


def _heirs(survey: Survey) -> dict[Component, set[Component]]:
    """By schema with a discriminator, those that name it in their ``allOf``."""
    found: dict[Component, set[Component]] = {}
    for name, schema in mapping(survey.tree, "components", "schemas").items():
        for index, branch in enumerate(listing(mapping(schema).get("allOf"))):
            place = child_pointer("", "components", "schemas", name, "allOf", index)
            site = survey.follow(place, branch)
            base = _component_at(site.pointer) if site else None
            if site is not None and base is not None and site.pointer != place and _is_base(survey, site.node):
                found.setdefault(base, set()).add(("schemas", name))
    return found


def _is_base(survey: Survey, schema: dict[str, Any], depth: int = 5) -> bool:
    """Whether a schema, or one that it builds on, has a discriminator."""
    if "discriminator" in schema:
        return True
    sites = (survey.follow("", branch) for branch in listing(schema.get("allOf"))) if depth else ()
    return any(site is not None and _is_base(survey, site.node, depth - 1) for site in sites)


def _reachable_otherwise(survey: Survey, targets: dict[str, set[Component | None]]) -> Iterator[Component]:
    """What has a name of its own, or is but a reference to what others refer to."""
    for component, node in components(survey):
        if not isinstance(node, dict):
            continue
        if any(key in node for key in ANCHORS):
            yield component
        elif "$ref" in node:
            place = child_pointer("", "components", *component)
            site = survey.follow(place, node)
            if site is not None and targets.get(site.pointer, set()) - {component}:
                yield component


def _of_extensions(survey: Survey) -> Iterator[Component]:
    """What extensions refer to, such as the ``x-webhooks`` of documents before 3.1."""
    for here in survey.visits:
        for key, value in here.node.items():
            if key[:2] == "x-" and key != "x-external" and isinstance(value, dict | list | str):
                for text in _references_in(value):
                    used = _component_at(reference_pointer(text))
                    if used is not None:
                        yield used


def _references_in(value: Any) -> Iterator[str]:
    """The references in an extension, ``$ref`` or any other text that is one."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)
        elif isinstance(here, str) and here.startswith("#/components/"):
            yield here
