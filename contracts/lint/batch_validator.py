"""Many values held against their schemas by one validator: compiling them together is what makes it fast."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from jsonschema_rs import Draft202012, Draft202012Validator, Registry, ValidationError

from contracts.spec.metaschema import ValidationIssue
from contracts.spec.pointers import walk
from contracts.spec.traversal import references, target_of, visit_bundled

BASE_URI = "casemock:values"
"""The name under which the validator knows the tree."""

POINTER_SAFE = "/~!$&'()*+,;=:@?-._"
"""Characters of a JSON pointer that a fragment holds as they are (RFC 3986, section 3.5)."""

ESCAPES = {code: quote(chr(code), safe=POINTER_SAFE) for code in range(128)}

MOST_MENDINGS = 25
"""How many broken keywords are taken out of a tree one by one; each costs reading the tree again."""

MOST_HALVINGS = 200
"""How often what cannot be judged is divided to find the culprit."""

Formats = dict[str, Callable[[str], bool]]
"""Tests of strings, by format."""

Case = tuple[str, Any]
"""JSON pointer of a schema, and a value."""

Group = tuple[str, list[tuple[int, Any]]]
"""A schema, and the numbers and values of the cases that it judges."""


class BatchValidator:
    """Judges values by the schemas of one tree.

    :param tree: in 3.1 form with internal references only. What is broken in its schemas is taken out of it, in
        place: a keyword that is none would otherwise stop the judging of every value.
    :param formats: tests for formats of strings that JSON Schema does not know.
    """

    def __init__(self, tree: dict[str, Any], formats: Formats) -> None:
        self._tree = tree
        self._formats = formats
        self._registry: Registry | None = None
        self._mendings = 0
        self._halvings = 0

    def judge(self, cases: Sequence[Case]) -> dict[int, list[ValidationIssue]]:
        """What is wrong with each value that does not fit, by its number; the breaches' paths have two tokens before.

        A value that cannot be judged counts as fitting: its schema is unusable, or it is nested too deep.
        """
        by_schema: dict[str, list[tuple[int, Any]]] = {}
        for number, (pointer, value) in enumerate(cases):
            by_schema.setdefault(pointer, []).append((number, value))
        found: dict[int, list[ValidationIssue]] = {}
        for number, breach in self._judge(list(by_schema.items())):
            found.setdefault(number, []).append(breach)
        return found

    def _judge(self, groups: list[Group]) -> Iterator[tuple[int, ValidationIssue]]:
        while groups:
            try:
                yield from self._errors(groups)
            except (ValidationError, ValueError) as error:
                known = [group for group in groups if _stands(self._tree, group[0])]
                if len(known) < len(groups):
                    groups = known
                    continue
                if self._mend(error):
                    continue
                yield from self._halves(groups)
            return

    def _errors(self, groups: list[Group]) -> list[tuple[int, ValidationIssue]]:
        if self._registry is None:
            self._registry = Registry([(BASE_URI, self._tree)], draft=Draft202012)
        rows = [{"items": {"$ref": _reference(pointer)}} for pointer, _ in groups]
        validator = Draft202012Validator(
            {"prefixItems": rows}, registry=self._registry, validate_formats=True, formats=self._formats
        )
        errors = validator.iter_errors([[value for _, value in values] for _, values in groups])
        breaches = [ValidationIssue(error) for error in errors]
        return [(groups[int(breach.path[0])][1][int(breach.path[1])][0], breach) for breach in breaches]

    def _halves(self, groups: list[Group]) -> Iterator[tuple[int, ValidationIssue]]:
        """Judge two halves apart, and leave out what cannot be judged alone."""
        self._halvings += 1
        if self._halvings > MOST_HALVINGS:
            return
        if len(groups) > 1:
            middle = len(groups) // 2
            yield from self._judge(groups[:middle])
            yield from self._judge(groups[middle:])
        elif len(groups[0][1]) > 1:
            pointer, values = groups[0]
            for one in values:
                yield from self._judge([(pointer, [one])])

    def _mend(self, error: Exception) -> bool:
        """Take what stopped the compiling out of the tree; whether there was something."""
        self._mendings += 1
        if self._mendings > MOST_MENDINGS:
            return False
        self._registry = None
        if self._mendings == 1 and not isinstance(error, ValidationError):
            self._tree = _encodable(self._tree)
            return True
        is_mended = self._mendings == 1 and _drop_dangling(self._tree)
        if isinstance(error, ValidationError):
            is_mended = _remove(self._tree, error.instance_path) or is_mended
        return is_mended


def _reference(pointer: str) -> str:
    """The reference to a place in the tree; this is what escaping costs least."""
    escaped = pointer.translate(ESCAPES) if pointer.isascii() else quote(pointer, safe=POINTER_SAFE)
    return f"{BASE_URI}#{escaped}"


def _stands(tree: dict[str, Any], pointer: str) -> bool:
    """Whether there is a schema at a pointer; what stands beside a reference of 3.0 is gone from its upgraded tree."""
    try:
        return isinstance(walk(tree, pointer), dict | bool)
    except KeyError:
        return False


def _encodable(node: Any) -> Any:
    """A copy in which each half of a surrogate pair is a question mark."""
    match node:
        case dict():
            return {_encodable(key): _encodable(value) for key, value in node.items()}
        case list():
            return [_encodable(value) for value in node]
        case str():
            return node.encode(errors="replace").decode()
    return node


def _drop_dangling(tree: dict[str, Any]) -> bool:
    """Remove the references of schemas that lead nowhere, or out of the document; whether there were some."""
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
    """Take out what stands at a path, a pattern wherever it stands; whether there was something."""
    owner: Any = tree
    try:
        for token in path[:-1]:
            owner = owner[token]
        value = owner[path[-1]]
    except (KeyError, IndexError, TypeError):
        return False
    if path[-1] == "pattern" and isinstance(value, str):
        _sweep(tree, value)
    owner[path[-1]] = {}
    if isinstance(owner, dict):
        del owner[path[-1]]
    return True


def _sweep(node: Any, pattern: str) -> None:
    if isinstance(node, dict):
        if node.get("pattern") == pattern:
            del node["pattern"]
        node = list(node.values())
    for part in node if isinstance(node, list) else ():
        _sweep(part, pattern)
