"""The alternatives of polymorphic objects: of ``oneOf`` and ``anyOf``, and the subtypes of a discriminator's schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.spec.discriminators import discriminator_property, select, subtypes
from contracts.spec.schemas import Schema
from contracts.spec.shapes import MAX_PARTS, core, kept, parts, required_names


@kept
def alternatives(schema: Schema) -> tuple[Schema, ...]:
    """Return the schemas of objects of which a value has one; fewer than two if the schema is not polymorphic.

    Those of nested compositions are returned instead of the composition.
    """
    found = dict.fromkeys(_alternatives(schema, set()))
    return tuple(found) if len(found) > 1 else ()


def _alternatives(schema: Schema, seen: set[str]) -> Iterator[Schema]:
    for part in parts(schema, ("allOf",)):
        if part.pointer in seen or len(seen) >= MAX_PARTS or not isinstance(part.node, dict):
            continue
        seen.add(part.pointer)
        for keyword in ("oneOf", "anyOf"):
            for index in range(len(part.node.get(keyword, ()))):
                branch = core(part.child(keyword, index))
                if branch.possible_properties:
                    yield from tuple(_alternatives(branch, seen)) or (branch,)
        if discriminator_property(part.node) and not part.node.keys() & {"oneOf", "anyOf"}:
            space = part.space
            for pointer in subtypes(space.tree, part.pointer, part.node, space.extending_components):
                yield core(space.at(pointer))


@kept
def all_properties(schema: Schema) -> Mapping[str, Schema]:
    """Return the properties of a schema and of all its alternatives by name; the first definition of a name wins."""
    found = dict(schema.possible_properties)
    for alternative in alternatives(schema):
        for name, below in alternative.possible_properties.items():
            found.setdefault(name, below)
    return found


def selected_alternative(schema: Schema, value: Mapping[str, Any]) -> Schema | None:
    """Return the alternative that an object has, which may lack what only servers set; ``None`` if none fits.

    A discriminator decides; else it is the alternative that documents most of the properties, and of these the one with
    the fewest other required properties. Their values must be valid. An object without properties has none.
    """
    if not value:
        return None
    candidates = _by_discriminator(schema, value) or alternatives(schema)
    common = schema.properties
    best: tuple[tuple[int, int], Schema] | None = None
    for candidate in candidates:
        known = {**common, **candidate.possible_properties}
        if any(name in known and not known[name].request_validator.is_valid(one) for name, one in value.items()):
            continue
        unknown = sum(name not in known for name in value)
        missing = sum(name not in value for name in required_names(candidate))
        if best is None or (unknown, missing) < best[0]:
            best = (unknown, missing), candidate
    return None if best is None else best[1]


def _by_discriminator(schema: Schema, value: Mapping[str, Any]) -> tuple[Schema, ...]:
    """Return the alternatives that a discriminator selects; empty without one, or for an unknown value."""
    candidates = alternatives(schema)
    for part in parts(schema, ("allOf",)) if candidates else ():
        name = discriminator_property(part.node) if isinstance(part.node, dict) else ""
        if name in value and isinstance(part.node, dict):
            found = select(part.space.tree, part.node, [(one.pointer, one.node) for one in candidates])
            chosen = tuple(one for one, own in zip(candidates, found.values, strict=True) if value[name] in own)
            if chosen:
                return chosen
    return ()


def is_of(schema: Schema, alternative: Schema, value: Mapping[str, Any]) -> bool:
    """Whether an object has no properties of other alternatives than this one, and is valid for it.

    :param schema: the schema with the alternatives.
    """
    own = {*schema.properties, *alternative.possible_properties}
    others = all_properties(schema).keys() - own
    return not others.intersection(value) and alternative.is_valid(value)
