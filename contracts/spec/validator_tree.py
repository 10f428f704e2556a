"""The document as validators of JSON Schema need it, which do not know all keywords of OpenAPI.

Schemas with a **discriminator** are rewritten: the value of its property selects one schema, and only that one applies
(OpenAPI 3.1, "Discriminator Object"). A value that is valid for several branches of ``oneOf`` is not ambiguous, errors
are those of the selected schema, and a value that selects no schema is not valid. So

- ``oneOf`` and ``anyOf`` beside a discriminator become one ``if`` and ``then`` for each branch;
- a base schema, which others extend with ``allOf``, is validated as the schema that its value selects. These schemas
  then refer to a copy of the base without that selection, as they would select themselves again.

Values without the property are validated as without a discriminator.

Schemas that **accept null** although other keywords refuse it (:data:`contracts.spec.upgrade.ACCEPTS_NULL`) apply these
keywords only to other values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from contracts.spec.discriminators import (
    NAMED_SCHEMAS,
    Listed,
    Selection,
    discriminator_property,
    extending_components,
    listed_values,
    mapped_pointers,
    parts,
    schema_pointer,
    select,
    subtypes,
    target_of,
)
from contracts.spec.pointers import child_pointer, reference_pointer, split_pointer, walk
from contracts.spec.upgrade import ACCEPTS_NULL

BASES = "x-discriminator-bases"
"""Key of the copies of base schemas in a rewritten tree, by their pointers in the document."""

UNIONS = ("oneOf", "anyOf")

DATA = frozenset({"example", "examples", "default", "enum", "const"})
"""Keywords whose values are not schemas."""

NAMED = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs", "schemas", "parameters", "headers"})
"""Keys of objects whose own keys are names, not keywords."""

Tokens = tuple[str | int, ...]

_NOTHING: dict[str, Any] = {}


class ValidatorTree:
    """A document whose schemas are rewritten for validators.

    :ivar tree: the rewritten document; the document itself if it has no such schema.
    """

    def __init__(self, tree: dict[str, Any]) -> None:
        self._original = tree
        self._copied: set[int] = set()
        self._moved: dict[str, str] = {}
        self._bases: dict[str, Any] = {}
        self._base_of: dict[str, str] = {}
        self._nullable: set[str] = set()
        self._listed: Listed = {}
        self._extended: dict[str, set[str]] = {}
        self.tree = tree
        owners, deep = _found(tree)
        if not owners:
            return
        self.tree = {**tree, BASES: self._bases}
        self._copied |= {id(self.tree), id(self._bases)}
        extenders = extending_components(tree)
        for tokens, node in owners:
            pointer = child_pointer("", *tokens)
            if node.get(ACCEPTS_NULL) is True:
                self._wrap_nullable(tokens, pointer)
            if not discriminator_property(node):
                continue
            keyword = next((one for one in UNIONS if isinstance(node.get(one), list) and node[one]), "")
            if keyword:
                self._rewrite_union(tokens, pointer, node, keyword)
            elif pointer.startswith(f"{NAMED_SCHEMAS}/") and len(tokens) == 3:
                self._rewrite_base(tokens, pointer, node, subtypes(tree, pointer, node, extenders))
        for tokens in deep if self._moved else ():
            holder = self._copy_of(tokens)
            holder["$ref"] = _reference(self.pointer(reference_pointer(holder["$ref"])))

    def pointer(self, pointer: str) -> str:
        """Return where the schema at a pointer of the original document is in the rewritten one."""
        if not self._moved:
            return pointer
        before = after = ""
        for token in split_pointer(pointer):
            before, after = child_pointer(before, token), child_pointer(after, token)
            moved = self._moved.get(before)
            if moved is not None:
                after = moved if moved.startswith("/") else f"{after.rpartition('/')[0]}/{moved}"
        return after

    def _wrap_nullable(self, tokens: Tokens, pointer: str) -> None:
        wrapper = self._copy_of(tokens)
        inner = dict(wrapper)
        wrapper.clear()
        wrapper |= {"if": {"type": "null"}, "else": inner}
        self._copied.add(id(inner))
        self._moved |= {child_pointer(pointer, key): child_pointer("else", key) for key in inner}
        self._nullable.add(pointer)

    def _rewrite_union(self, tokens: Tokens, pointer: str, node: dict[str, Any], keyword: str) -> None:
        branches = node[keyword]
        candidates = [target_of(self._original, branch) for branch in branches]
        selection = select(self._original, node, candidates, self._listed)
        if not selection.known:
            return
        self._use_copies(tokens, pointer, [one for one, _ in candidates if one])
        owner = self._owner(tokens)
        own = owner.pop("allOf", [])
        steps = f"{'else/' if pointer in self._nullable else ''}allOf/{len(own)}/else/else"
        original = {"$ref": _reference(f"{self.pointer(pointer)}/{steps}")}
        schemas = [
            branch if _is_reference(branch) else {"$ref": f"{original['$ref']}/{keyword}/{number}"}
            for number, branch in enumerate(branches)
        ]
        is_complete = not selection.others and all(
            values or not _allows_objects(self._original, schema)
            for values, (_, schema) in zip(selection.values, candidates, strict=True)
        )
        default = self._default(node)
        is_required = all(_requires(self._original, schema, selection.name) for _, schema in candidates)
        missing = default or ({"required": [selection.name]} if is_required else original)
        owner["allOf"] = [
            *own,
            {
                "if": _has(selection.name),
                "then": _selecting(selection, schemas, default or (None if is_complete else original)),
                "else": {"if": {"type": "object"}, "then": missing, "else": {keyword: owner.pop(keyword)}},
            },
        ]
        self._moved[f"{pointer}/{keyword}"] = f"{steps}/{keyword}"

    def _rewrite_base(self, tokens: Tokens, pointer: str, node: dict[str, Any], extending: list[str]) -> None:
        candidates = [(one, walk(self._original, one)) for one in extending]
        mapped = mapped_pointers(self._original, node)
        is_concrete = not mapped or pointer in mapped.values()  # a mapping names all values, so that of the base too
        selection = select(
            self._original, node, [*candidates, (pointer if is_concrete else "", _NOTHING)], self._listed
        )
        if not any(selection.values[:-1]):
            return
        own = listed_values(self._original, node, selection.name) or ()
        others = tuple(one for one in (*selection.others, *own) if one not in selection.known)
        self._use_copies(tokens, pointer, extending)
        base = self._base(tokens, pointer)
        schemas: list[Any] = [
            {"$ref": _reference(one)} if self._extends(one, pointer) else {"allOf": [{"$ref": _reference(one)}, base]}
            for one in extending
        ]
        default = self._default(node)
        owner = self._owner(tokens)
        for key in owner:
            self._moved[child_pointer(pointer, key)] = child_pointer(self._base_of[pointer], key)
        owner.clear()
        owner |= {
            "if": _has(selection.name),
            "then": _selecting(selection, [*schemas, base], default or (base if others else None)),
            "else": default or base,
        }

    def _extends(self, pointer: str, base: str) -> bool:
        if pointer not in self._extended:
            self._extended[pointer] = set(_targets(self._original, pointer))
        return base in self._extended[pointer]

    def _default(self, node: Mapping[str, Any]) -> dict[str, Any] | None:
        """The schema of missing and unknown values (OpenAPI 3.2, ``defaultMapping``)."""
        pointer = schema_pointer(self._original, node["discriminator"].get("defaultMapping"))
        return {"$ref": f"#{pointer}"} if pointer is not None else None

    def _base(self, tokens: Tokens, pointer: str) -> dict[str, Any]:
        """A reference to a copy of an owner that does not select; ``oneOf`` and ``anyOf`` are left out."""
        if pointer not in self._base_of:
            owner = self._owner(tokens)
            self._base_of[pointer] = child_pointer(f"/{BASES}", pointer)
            self._bases[pointer] = {key: value for key, value in owner.items() if key not in UNIONS}
        return {"$ref": _reference(self._base_of[pointer])}

    def _use_copies(self, owner: Tokens, pointer: str, selected: list[str]) -> None:
        """Make the selected schemas refer to a copy of the owner where they extend it."""
        for tokens in list(_references_to(self._original, pointer, selected)):
            self._copy_of(tokens)["$ref"] = self._base(owner, pointer)["$ref"]

    def _owner(self, tokens: Tokens) -> dict[str, Any]:
        """The keywords of a schema in the new tree."""
        schema: dict[str, Any] = self._copy_of(tokens)
        inner: dict[str, Any] = schema["else"] if child_pointer("", *tokens) in self._nullable else schema
        return inner

    def _copy_of(self, tokens: Tokens) -> Any:
        """The value at a path of the original in the new tree, copied so that it may be changed."""
        node: Any = self.tree
        for token in split_pointer(self.pointer(child_pointer("", *tokens))):
            key = int(token) if isinstance(node, list) else token
            if id(node[key]) not in self._copied:
                node[key] = node[key].copy()
                self._copied.add(id(node[key]))
            node = node[key]
        return node


def _found(tree: dict[str, Any]) -> tuple[list[tuple[Tokens, dict[str, Any]]], list[Tokens]]:
    """The schemas to rewrite, outer ones first; and the references to a part of a schema."""
    owners: list[tuple[Tokens, dict[str, Any]]] = []
    deep: list[Tokens] = []
    stack: list[tuple[Any, tuple[Any, ...], bool]] = [(tree, (), False)]
    while stack:
        node, trail, has_names = stack.pop()
        if isinstance(node, dict):
            if not has_names:
                if ("discriminator" in node and discriminator_property(node)) or ACCEPTS_NULL in node:
                    owners.append((_tokens(trail), node))
                reference = node.get("$ref")
                if isinstance(reference, str) and reference.count("/") > 3:
                    deep.append(_tokens(trail))
            for key, value in node.items():
                if isinstance(value, dict | list) and (has_names or key not in DATA):
                    stack.append((value, (trail, key), not has_names and key in NAMED))
        else:
            stack.extend((value, (trail, index), False) for index, value in enumerate(node)
                         if isinstance(value, dict | list))  # fmt: skip
    return sorted(owners, key=lambda owner: len(owner[0])), deep


def _tokens(trail: tuple[Any, ...]) -> Tokens:
    found = []
    while trail:
        trail, token = trail
        found.append(token)
    return tuple(reversed(found))


def _references_to(tree: dict[str, Any], pointer: str, selected: list[str]) -> Iterator[Tokens]:
    """The schemas that refer to a pointer and that apply to all values of the selected schemas: those of ``allOf``."""
    stack: list[tuple[Tokens, Any]] = [(tuple(split_pointer(one)), walk(tree, one)) for one in selected]
    seen: set[Tokens] = set()
    while stack:
        tokens, node = stack.pop()
        if tokens in seen or not isinstance(node, dict):
            continue
        seen.add(tokens)
        branches = node.get("allOf")
        for index, branch in enumerate(branches if isinstance(branches, list) else ()):
            stack.append(((*tokens, "allOf", index), branch))
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.startswith("#"):
            target = reference_pointer(reference)
            if target == pointer:
                yield tokens
            else:
                stack += _at(tree, target)


def _targets(tree: dict[str, Any], pointer: str) -> Iterator[str]:
    """The pointers of the references that apply to all values of a schema: its own, and those of ``allOf``."""
    stack: list[Any] = [walk(tree, pointer)]
    seen: set[int] = set()
    while stack:
        node = stack.pop()
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        branches = node.get("allOf")
        stack += branches if isinstance(branches, list) else ()
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.startswith("#"):
            target = reference_pointer(reference)
            yield target
            stack += [one for _, one in _at(tree, target)]


def _at(tree: dict[str, Any], pointer: str) -> list[tuple[Tokens, Any]]:
    try:
        return [(tuple(split_pointer(pointer)), walk(tree, pointer))]
    except KeyError:
        return []


def _requires(tree: dict[str, Any], schema: Any, name: str) -> bool:
    """Whether an object without a property cannot be valid."""
    required = (part.get("required") for part in parts(tree, schema))
    return any(isinstance(names, list) and name in names for names in required) or not _allows_objects(tree, schema)


def _allows_objects(tree: dict[str, Any], schema: Any) -> bool:
    types = (part["type"] for part in parts(tree, schema) if "type" in part)
    return all("object" in one if isinstance(one, list) else one == "object" for one in types)


def _is_reference(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.keys() == {"$ref"}


def _reference(pointer: str) -> str:
    return f"#{quote(pointer)}"


def _has(name: str) -> dict[str, Any]:
    return {"type": "object", "required": [name]}


def _is(name: str, values: tuple[Any, ...]) -> dict[str, Any]:
    return {"properties": {name: {"enum": list(values)}}}


def _selecting(selection: Selection, schemas: list[Any], fallback: dict[str, Any] | None) -> dict[str, Any]:
    """A schema that applies the one that an object's value selects.

    :param fallback: the schema for values that select none; without it, they are not valid.
    """
    cases: list[dict[str, Any]] = [
        {"if": _is(selection.name, values), "then": schema}
        for values, schema in zip(selection.values, schemas, strict=True)
        if values
    ]
    if fallback is None:
        return _is(selection.name, selection.known) | {"allOf": cases}
    return {"allOf": [*cases, {"if": _is(selection.name, selection.known), "else": fallback}]}
