"""Validate many values with one validator, because compiling the schemas is what takes time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from jsonschema_rs import Draft202012, Draft202012Validator, Registry, ValidationError

from contracts.spec.metaschema import ValidationIssue
from contracts.spec.pointers import walk
from contracts.spec.traversal import references, target_of, visit_bundled
from contracts.spec.validation_cost import without_costly_schemas
from contracts.spec.validator_tree import ValidatorTree

BASE_URI = "casemock:values"
"""The URI of the document in the validator's registry."""

POINTER_SAFE = "/~!$&'()*+,;=:@?-._"
"""Characters of a JSON pointer that need no escaping in a URI fragment (RFC 3986, section 3.5)."""

ESCAPES = {code: quote(chr(code), safe=POINTER_SAFE) for code in range(128)}

MAX_REPAIRS = 25
"""The maximum number of invalid keywords that are removed one by one; each removal compiles the document again."""

MAX_SPLITS = 200
"""The maximum number of times that values are split to find those that cannot be validated."""

Formats = dict[str, Callable[[str], bool]]
"""Validators of strings, by format."""

Case = tuple[str, Any]
"""JSON pointer of a schema, and a value to validate."""

Group = tuple[str, list[tuple[int, Any]]]
"""JSON pointer of a schema, and the index and value of each case that it validates."""


class BatchValidator:
    """Validates values against the schemas of one document.

    :param tree: the document in 3.1 form with internal references only. Invalid keywords are removed from it, in
        place: one of them would prevent the validation of all values.
    :param formats: validators for formats of strings that JSON Schema does not define.
    """

    def __init__(self, tree: dict[str, Any], formats: Formats) -> None:
        self._tree = tree
        self._formats = formats
        self._source = ValidatorTree({})
        self._registry: Registry | None = None
        self._repairs = 0
        self._splits = 0

    def validate(self, cases: Sequence[Case]) -> dict[int, list[ValidationIssue]]:
        """Return the violations of each invalid value, by index of its case; their paths start with two extra tokens.

        A value that cannot be validated counts as valid: its schema is unusable, or it is nested too deeply.
        """
        by_schema: dict[str, list[tuple[int, Any]]] = {}
        for number, (pointer, value) in enumerate(cases):
            by_schema.setdefault(pointer, []).append((number, value))
        found: dict[int, list[ValidationIssue]] = {}
        for number, breach in self._validate(list(by_schema.items())):
            found.setdefault(number, []).append(breach)
        return found

    def _validate(self, groups: list[Group]) -> Iterator[tuple[int, ValidationIssue]]:
        while groups:
            try:
                yield from self._errors(groups)
            except (ValidationError, ValueError) as error:
                known = [group for group in groups if _is_schema(self._tree, group[0])]
                if len(known) < len(groups):
                    groups = known
                    continue
                if self._repair(error):
                    continue
                yield from self._validate_halves(groups)
            return

    def _errors(self, groups: list[Group]) -> list[tuple[int, ValidationIssue]]:
        if self._registry is None:
            self._source = ValidatorTree(without_costly_schemas(self._tree))
            self._registry = Registry([(BASE_URI, self._source.tree)], draft=Draft202012)
        rows = [{"items": {"$ref": _reference(self._source.pointer(pointer))}} for pointer, _ in groups]
        validator = Draft202012Validator(
            {"prefixItems": rows}, registry=self._registry, validate_formats=True, formats=self._formats
        )
        errors = validator.iter_errors([[value for _, value in values] for _, values in groups])
        breaches = [ValidationIssue(error) for error in errors]
        return [(groups[int(breach.path[0])][1][int(breach.path[1])][0], breach) for breach in breaches]

    def _validate_halves(self, groups: list[Group]) -> Iterator[tuple[int, ValidationIssue]]:
        """Validate two halves separately; a single value that cannot be validated is skipped."""
        self._splits += 1
        if self._splits > MAX_SPLITS:
            return
        if len(groups) > 1:
            middle = len(groups) // 2
            yield from self._validate(groups[:middle])
            yield from self._validate(groups[middle:])
        elif len(groups[0][1]) > 1:
            pointer, values = groups[0]
            for one in values:
                yield from self._validate([(pointer, [one])])

    def _repair(self, error: Exception) -> bool:
        """Remove what prevents compiling from the document; return whether anything was removed."""
        self._repairs += 1
        if self._repairs > MAX_REPAIRS:
            return False
        self._registry = None
        if self._repairs == 1 and not isinstance(error, ValidationError):
            self._tree = _encodable(self._tree)
            return True
        is_repaired = self._repairs == 1 and _drop_dangling(self._tree)
        if isinstance(error, ValidationError):
            is_repaired = _remove(self._tree, error.instance_path) or is_repaired
        return is_repaired


def _reference(pointer: str) -> str:
    """Return the URI reference to a JSON pointer in the document; ``translate`` is the fastest way to escape it."""
    escaped = pointer.translate(ESCAPES) if pointer.isascii() else quote(pointer, safe=POINTER_SAFE)
    return f"{BASE_URI}#{escaped}"


def _is_schema(tree: dict[str, Any], pointer: str) -> bool:
    """Return whether a schema exists at a pointer; upgrading a 3.0 document removes the siblings of ``$ref``."""
    try:
        return isinstance(walk(tree, pointer), dict | bool)
    except KeyError:
        return False


def _encodable(node: Any) -> Any:
    """Return a copy in which each unpaired surrogate is a question mark."""
    match node:
        case dict():
            return {_encodable(key): _encodable(value) for key, value in node.items()}
        case list():
            return [_encodable(value) for value in node]
        case str():
            return node.encode(errors="replace").decode()
    return node


def _drop_dangling(tree: dict[str, Any]) -> bool:
    """Remove the unresolved and external references of schemas; return whether there were any."""
    dangling = [
        reference
        for here in visit_bundled(tree)
        if here.kind == "schema" and "$ref" in here.node
        for reference in references(here)
        if reference.key == "$ref" and target_of(tree, reference) is None
    ]
    for reference in dangling:
        reference.holder.pop(reference.key, None)
    return bool(dangling)


def _remove(tree: dict[str, Any], path: list[str | int]) -> bool:
    """Remove the value at a path, and an invalid pattern wherever it occurs; return whether it existed."""
    owner: Any = tree
    try:
        for token in path[:-1]:
            owner = owner[token]
        value = owner[path[-1]]
    except (KeyError, IndexError, TypeError):
        return False
    if path[-1] == "pattern" and isinstance(value, str):
        _remove_pattern(tree, value)
    owner[path[-1]] = {}
    if isinstance(owner, dict):
        del owner[path[-1]]
    return True


def _remove_pattern(node: Any, pattern: str) -> None:
    if isinstance(node, dict):
        if node.get("pattern") == pattern:
            del node["pattern"]
        node = list(node.values())
    for part in node if isinstance(node, list) else ():
        _remove_pattern(part, pattern)
