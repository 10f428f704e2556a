"""Finds where a change was written, if it shows in a component that did not change: at another reference to one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from contracts.diff.change import AffectedElement
from contracts.diff.difference import NEW, Difference
from contracts.diff.document_view import WRAPPERS, DocumentView
from contracts.diff.schema_comparer import ComparedPair
from contracts.diff.schema_pair import FieldPath
from contracts.spec.pointers import child_pointer, walk
from contracts.spec.references import EXTERNAL

_SHARED = ("/components/", f"/{EXTERNAL}/")

MAX_STEPS = 500
"""Pairs of schemas that are searched for the place of one difference."""

Usages = Callable[[ComparedPair], tuple[AffectedElement, ...]]


class WrittenPlaces:
    """Corrects the location of differences in components that are equal in both documents."""

    def __init__(self, old: DocumentView, new: DocumentView) -> None:
        self._old, self._new = old, new

    def of_object(self, difference: Difference, operations: list[str]) -> Difference:
        """Return a difference of a parameter, body, response or header, at the reference that leads there.

        :param operations: pointers of the path items that the difference affects.
        """
        if not self._is_elsewhere(difference):
            return difference
        view = self._new if difference.side == NEW else self._old
        found = [one for one in self._references(difference.pointer, view) if one.startswith(tuple(operations))]
        return self._moved(difference, found[0]) if found else difference

    def of_schema(
        self, difference: Difference, pair: ComparedPair, every: tuple[AffectedElement, ...], usages: Usages
    ) -> Iterator[tuple[Difference, tuple[AffectedElement, ...]]]:
        """Yield a difference of a schema at each place that causes it, with the usages that this place affects.

        :param every: the usages of the schema.
        :param usages: returns those of another one.
        """
        if not self._is_elsewhere(difference):
            yield difference, every
            return
        left = dict.fromkeys(every)
        for pointer, affected in self._causes(pair, usages):
            known = tuple(one for one in affected if one in left)
            for one in known:
                del left[one]
            if known:
                yield self._moved(difference, pointer), known
        if left:
            yield difference, tuple(left)

    def _is_elsewhere(self, difference: Difference) -> bool:
        """Whether the location is in a component, and says the same in both documents."""
        if not difference.pointer.startswith(_SHARED):
            return False
        found = [_value(view, difference.pointer) for view in (self._old, self._new)]
        return found[0] is not None and found[0] == found[1]

    def _causes(self, start: ComparedPair, usages: Usages) -> Iterator[tuple[str, list[AffectedElement]]]:
        """Yield the closest references that differ, with the usages that they affect."""
        waiting: deque[tuple[ComparedPair, FieldPath]] = deque([(start, ())])
        seen = {start}
        while waiting and len(seen) < MAX_STEPS:
            pair, path = waiting.popleft()
            for usage, pointer in zip(pair.usages, pair.written_at[1], strict=True):
                places = [pointer] if self._differs(pointer) else self._references(pointer, self._new)
                if places:
                    yield places[0], [_inside(usage, path)]
            for (parent, step), pointer in zip(pair.parents, pair.written_at[0], strict=True):
                inner = (*step, *path)
                if pointer and self._differs(pointer):
                    yield pointer, [_inside(usage, inner) for usage in usages(parent)]
                elif parent not in seen:
                    seen.add(parent)
                    waiting.append((parent, inner))

    def _references(self, pointer: str, view: DocumentView) -> list[str]:
        """Return the references to the component that contains a pointer, as far as they differ."""
        found = (one for end, places in view.used_at.items() if f"{pointer}/".startswith(f"{end}/") for one in places)
        return [one for one in dict.fromkeys(found) if self._differs(one)]

    def _differs(self, pointer: str) -> bool:
        """Whether the references of the schema or object at a pointer of the new document are not those of the old."""
        before, after = (_value(view, pointer) for view in (self._old, self._new))
        return isinstance(after, dict) and _references_in(before) != _references_in(after)

    def _moved(self, difference: Difference, pointer: str) -> Difference:
        node = _value(self._new, pointer)
        keyword = next((key for key in ("$ref", *WRAPPERS) if isinstance(node, dict) and key in node), "")
        return replace(difference, side=NEW, pointer=child_pointer(pointer, keyword) if keyword else pointer)


def _inside(usage: AffectedElement, path: FieldPath) -> AffectedElement:
    return replace(usage, field=(*usage.field, *path))


def _value(view: DocumentView, pointer: str) -> Any:
    try:
        return walk(view.tree, pointer)
    except KeyError:
        return None


def _references_in(node: Any) -> Any:
    """Return the references of an object and of the schemas that it wraps; ``None`` if it is not an object."""
    if not isinstance(node, dict):
        return None
    lists = (node[key] for key in WRAPPERS if isinstance(node.get(key), list))
    inner = [one.get("$ref") for members in lists for one in members if isinstance(one, dict)]
    return node.get("$ref"), inner
