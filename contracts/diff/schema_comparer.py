"""Compares schemas pair by pair: each pair once per direction, however many operations use it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from contracts.diff.change import AffectedElement, Direction
from contracts.diff.difference import Difference, Located
from contracts.diff.document_view import DocumentView
from contracts.diff.merged_schema import ComparedSchema
from contracts.diff.one_of import compare_alternatives, is_choice
from contracts.diff.properties import compare_properties
from contracts.diff.schema_pair import ChildPair, FieldPath, SchemaPair
from contracts.diff.values import compare_null, compare_values, is_same_kind

Key = tuple[tuple[tuple[int, bool], ...], tuple[tuple[int, bool], ...], Direction]


class Acceptance(Enum):
    """What is known about two composed schemas, however they are composed."""

    UNKNOWN = "unknown"
    COMPATIBLE = "compatible"
    """Values that were valid before are valid: differences inside do not break clients."""

    EQUAL = "equal"
    """Both schemas describe the same values."""


@dataclass(eq=False)
class ComparedPair:
    """A pair of schemas with the result of its comparison.

    :ivar parents: the pairs that contain this one, each with the path from its value to this one.
    :ivar usages: where values of this schema are sent or received directly; each without ``field``.
    :ivar written_at: for each parent, and then for each usage, the pointer of the new schema there.
    :ivar acceptance: what is known about the values as a whole, which hides differences inside.
    """

    schemas: SchemaPair
    differences: list[Difference] = field(default_factory=list)
    parents: list[tuple[ComparedPair, FieldPath]] = field(default_factory=list)
    usages: list[AffectedElement] = field(default_factory=list)
    written_at: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    acceptance: Acceptance = Acceptance.UNKNOWN


class SchemaComparer:
    """All pairs of schemas that can be reached in two documents."""

    def __init__(self, old: DocumentView, new: DocumentView) -> None:
        self._old, self._new = old, new
        self._pairs: dict[Key, ComparedPair] = {}
        self._waiting: deque[ComparedPair] = deque()

    def add(self, old: list[Located], new: list[Located], direction: Direction, usage: AffectedElement) -> None:
        """Add the schemas of a body, parameter or header.

        :param old: the schemas that the value must match; empty: any value.
        """
        pair = self._pair(SchemaPair(self._old.join(old), self._new.join(new), direction))
        pair.usages.append(usage)
        pair.written_at[1].append(new[0].pointer if new else "")

    def _pair(self, schemas: SchemaPair) -> ComparedPair:
        key = (schemas.old.key, schemas.new.key, schemas.direction)
        pair = self._pairs.get(key)
        if pair is None:
            pair = self._pairs[key] = ComparedPair(schemas)
            self._waiting.append(pair)
        return pair

    def compare_all(self) -> list[ComparedPair]:
        """Compare all pairs and those inside them; return all pairs."""
        while self._waiting:
            pair = self._waiting.popleft()
            for found in _compared(pair.schemas):
                if isinstance(found, Difference):
                    pair.differences.append(found)
                else:
                    inner = self._pair(found.schemas)
                    inner.parents.append((pair, found.path))
                    inner.written_at[0].append(found.written_at)
        return list(self._pairs.values())


def _compared(pair: SchemaPair) -> Iterator[Difference | ChildPair]:
    """Yield the differences between two schemas themselves, and the pairs inside them."""
    if _is_simple_and_equal(pair.old, pair.new):
        return
    if is_choice(pair):
        yield from compare_null(pair)
        yield from compare_alternatives(pair)
        return
    yield from compare_values(pair)
    if is_same_kind(pair):
        yield from compare_properties(pair)
        yield from compare_alternatives(pair)


_SIMPLE = frozenset(
    {"type", "format", "description", "title", "example", "examples", "enum", "default", "pattern"}
    | {"minimum", "maximum", "minLength", "maxLength", "readOnly", "writeOnly", "deprecated"}
    | {"$ref"}  # which cannot be resolved: its target would be a part
)


def _is_simple_and_equal(old: ComparedSchema, new: ComparedSchema) -> bool:
    """Whether two schemas are equal and have no subschemas: most leaves of most documents."""
    if len(old.parts) != 1 or len(new.parts) != 1:
        return not old.parts and not new.parts
    one, other = old.parts[0], new.parts[0]
    # Compared as text as well: in Python, true and 1 are equal.
    is_equal = one.node == other.node and repr(one.node) == repr(other.node)
    return is_equal and one.allows_null == other.allows_null and one.node.keys() <= _SIMPLE
