"""Which value of a discriminator selects which schema (OpenAPI 3.1, "Discriminator Object").

A value selects the schema that ``mapping`` names for it; a schema that no value is mapped to is selected by its name.
Documents often have neither: their schemas list their own value with ``const`` or ``enum``, or in another letter case.
Such values select too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from contracts.spec.pointers import child_pointer, reference_pointer, split_pointer, walk

NAMED_SCHEMAS = "/components/schemas"

MAX_DIGITS = 18
"""Maximum length of a mapped value that is also read as an integer: mappings have strings only."""


class Selection(NamedTuple):
    """What the values of a discriminator select.

    :param name: the discriminator's property.
    :param values: for each candidate, the values that select it; empty if none does.
    :param others: values that the candidates list, but that select none of them.
    """

    name: str
    values: tuple[tuple[Any, ...], ...]
    others: tuple[Any, ...] = ()

    @property
    def known(self) -> tuple[Any, ...]:
        """All values that select a candidate, in order."""
        return tuple(value for values in self.values for value in values)


def discriminator_property(node: Mapping[str, Any]) -> str:
    """The name of a schema's discriminator property; ``""`` if it has no usable discriminator."""
    discriminator = node.get("discriminator")
    name = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
    return name if isinstance(name, str) else ""


Listed = dict[tuple[int, str], list[Any] | None]
"""What :func:`listed_values` has returned, by the identity of the schema and the property."""


def select(
    tree: Mapping[str, Any], node: Mapping[str, Any], candidates: Sequence[tuple[str, Any]], cache: Listed | None = None
) -> Selection:
    """Return what the values of a schema's discriminator select.

    :param candidates: pointer and node of each schema that may be selected; an inline schema has no pointer.
    :param cache: see :func:`listed_values`.
    """
    name = discriminator_property(node)
    mapped = mapped_pointers(tree, node)
    listed = [listed_values(tree, schema, name, cache) for _, schema in candidates]
    explicit: dict[str, list[str]] = {}
    for value, target in mapped.items():
        explicit.setdefault(target, []).append(value)
    frequency = Counter(map(repr, (value for values in listed for value in values or ())))
    found = [
        _values_of(pointer, own, explicit.get(pointer, []) if pointer else [], mapped, frequency)
        for (pointer, _), own in zip(candidates, listed, strict=True)
    ]
    taken: set[str] = set()
    distinct = []
    for values in found:
        distinct.append(tuple(value for value in values if repr(value) not in taken))
        taken.update(map(repr, values))
    others = {repr(value): value for values in listed for value in values or () if repr(value) not in taken}
    return Selection(name, tuple(distinct), tuple(others.values()))


def _values_of(
    pointer: str,
    listed: Sequence[Any] | None,
    explicit: Sequence[str],
    mapped: Mapping[str, str],
    frequency: Mapping[str, int],
) -> list[Any]:
    """The values that select one candidate.

    :param listed: the values that its own schema lists for the property, or ``None``.
    :param explicit: the values that ``mapping`` has for it.
    """
    name = split_pointer(pointer)[-1] if pointer else ""
    implicit = [name] if name and name not in mapped and not explicit else []
    if listed is None:
        numbers = [int(value) for value in explicit if value.isdecimal() and len(value) <= MAX_DIGITS]
        return [*explicit, *numbers, *implicit]
    written = {str(value): value for value in listed}
    own = [value for value in listed if frequency[repr(value)] == 1 and str(value) not in mapped]
    named = [written[value] for value in (*explicit, *implicit) if value in written]
    found = list({repr(value): value for value in (*named, *own)}.values())
    if found or explicit:
        return found
    similar = [value for value in listed if str(value) not in mapped and _plain(str(value)) == _plain(name)]
    return similar if name else []


def _plain(name: str) -> str:
    """A name without letter case and separators: ``BIG_DOG`` and ``BigDog`` are the same."""
    return "".join(filter(str.isalnum, name)).casefold()


def mapped_pointers(tree: Mapping[str, Any], node: Mapping[str, Any]) -> dict[str, str]:
    """The pointer of the schema that each value of ``mapping`` names; values without a schema are left out."""
    discriminator = node.get("discriminator")
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    found = {}
    for value, target in mapping.items() if isinstance(mapping, dict) else ():
        if (pointer := schema_pointer(tree, target)) is not None:
            found[str(value)] = target_of(tree, walk(tree, pointer), pointer)[0]
    return found


def schema_pointer(tree: Mapping[str, Any], target: Any) -> str | None:
    """The pointer of the schema that a value of ``mapping`` or ``defaultMapping`` names; ``None`` if it does not exist.

    It is the name of a component, or a reference.
    """
    if not isinstance(target, str):
        return None
    pointer = child_pointer(NAMED_SCHEMAS, target)
    if not _exists(tree, pointer):
        pointer = reference_pointer(target) if target.startswith("#") else ""
    return pointer if pointer and _exists(tree, pointer) else None


def _exists(tree: Mapping[str, Any], pointer: str) -> bool:
    try:
        return isinstance(walk(tree, pointer), dict)
    except KeyError:
        return False


def target_of(tree: Mapping[str, Any], node: Any, pointer: str = "") -> tuple[str, Any]:
    """Follow the references of a schema that is nothing but a reference; return pointer and node of the last schema.

    Keywords that only annotate may stand beside ``$ref``.

    :param pointer: the pointer of ``node``; ``""`` for an inline schema.
    """
    seen: set[str] = set()
    while isinstance(node, dict) and isinstance(node.get("$ref"), str) and node["$ref"].startswith("#"):
        following = reference_pointer(node["$ref"])
        if following in seen or not _exists(tree, following):
            break
        seen.add(following)
        pointer, node = following, walk(tree, following)
        if discriminator_property(node):
            break
    return pointer, node


def listed_values(tree: Mapping[str, Any], schema: Any, name: str, cache: Listed | None = None) -> Sequence[Any] | None:
    """Return the values that a schema lists for a property with ``const`` or ``enum``; ``None`` if it lists none.

    Objects and arrays are left out, as they select nothing.

    :param cache: of the calls for one tree: schemas that extend each other are selected by several discriminators.
    """
    key = (id(schema), name)
    if cache is not None and key in cache:
        return cache[key]
    found = _listed_values(tree, schema, name)
    if cache is not None:
        cache[key] = found
    return found


def _listed_values(tree: Mapping[str, Any], schema: Any, name: str) -> list[Any] | None:
    lists = []
    for part in parts(tree, schema):
        properties = part.get("properties")
        definition = properties.get(name) if isinstance(properties, dict) else None
        for one in parts(tree, definition):
            lists += [[one["const"]]] if "const" in one else []
            lists += [one["enum"]] if isinstance(one.get("enum"), list) and one["enum"] else []
    if not lists:
        return None
    return [value for value in min(lists, key=len) if not isinstance(value, dict | list)]


def parts(tree: Mapping[str, Any], schema: Any) -> Iterator[dict[str, Any]]:
    """The schemas that apply to all values of a schema: itself, its reference, and those of ``allOf``, each once."""
    stack, seen = [schema], set()
    while stack:
        node = stack.pop()
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        branches = node.get("allOf")
        stack += reversed(branches) if isinstance(branches, list) else ()
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.startswith("#") and _exists(tree, reference_pointer(reference)):
            stack.append(walk(tree, reference_pointer(reference)))


def subtypes(
    tree: Mapping[str, Any], pointer: str, node: Mapping[str, Any], extenders: Mapping[str, Sequence[str]]
) -> list[str]:
    """The pointers of the schemas that extend a base schema with a discriminator, directly or through others.

    These are the components that refer to it in ``allOf``, and the schemas of its ``mapping``; never the base itself.

    :param extenders: see :func:`extending_components`.
    """
    found: dict[str, None] = {}
    waiting = [pointer]
    while waiting:
        for one in extenders.get(waiting.pop(0), ()):
            if one not in found and one != pointer:
                found[one] = None
                waiting.append(one)
    found.update(dict.fromkeys(one for one in mapped_pointers(tree, node).values() if one != pointer))
    return list(found)


def extending_components(tree: Mapping[str, Any]) -> dict[str, list[str]]:
    """The pointers of the components that refer to a schema in their ``allOf``, by the pointer of that schema."""
    found: dict[str, list[str]] = {}
    components = tree.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    for name, schema in schemas.items() if isinstance(schemas, dict) else ():
        for base in extended_by(schema):
            found.setdefault(base, []).append(child_pointer(NAMED_SCHEMAS, name))
    return found


def extended_by(schema: Any) -> Iterator[str]:
    """The pointers of the schemas that a schema refers to in its ``allOf``."""
    branches = schema.get("allOf") if isinstance(schema, dict) else None
    for branch in branches if isinstance(branches, list) else ():
        if isinstance(branch, dict):
            if isinstance(branch.get("$ref"), str) and branch["$ref"].startswith("#"):
                yield reference_pointer(branch["$ref"])
            yield from extended_by(branch)
