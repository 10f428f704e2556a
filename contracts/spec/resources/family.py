"""The operations of one collection, and what is known of its items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from contracts.spec.keys import Keys
from contracts.spec.model import Resource
from contracts.spec.resources.candidate import Candidate
from contracts.spec.resources.envelopes import find_list
from contracts.spec.resources.identity import strong_ids
from contracts.spec.resources.paths import PathTemplate
from contracts.spec.schemas import Schema


@dataclass
class Family:
    """The operations of one collection, and what is known of its items.

    :param path: the path of the collection.
    :param parameter: the path parameter of an item; ``""`` for a collection without item path.
    """

    path: PathTemplate
    parameter: str
    on_item: list[Candidate]
    on_collection: list[Candidate]
    item: Schema | None = None
    id_path: Keys = ()
    kept: bool = False
    home: str = ""

    @property
    def noun(self) -> str:
        """The last segment of the path that is not a parameter."""
        return self.path.last

    @cached_property
    def listed(self) -> Schema | None:
        """The schema of an item in the list of the collection, or ``None``."""
        lists = (one.response for one in self.on_collection if one.method == "GET")
        found = (find_list(body, None, self.noun) for body in lists if body is not None)
        return next((one[1] for one in found if one is not None), None)

    @cached_property
    def sent(self) -> frozenset[str]:
        """Names of the properties in the bodies of requests that create or change an item, also in an envelope."""
        bodies = [one.request for one in (*self.on_item, *self.on_collection) if one.method in {"POST", "PUT", "PATCH"}]
        return frozenset(name for body in bodies if body is not None for name in _sent_names(body))

    @property
    def ids(self) -> frozenset[str]:
        """Plain names of properties that contain the id of an item."""
        return strong_ids(self.parameter, self.noun)

    def resource(self, role: str, reason: str, **further: Any) -> Resource:
        """Return a resource of this collection."""
        if self.item is None:
            raise ValueError("the items of the collection have no schema")
        base = Resource(
            self.path.template,
            role,
            "",
            self.item,
            self.id_path,
            kept=self.kept,
            home=self.home,
            reason=reason,
            item_parameter=self.parameter,
        )
        return replace(base, **further)


def _sent_names(body: Schema) -> Iterator[str]:
    """Yield the properties of a request body, and those of the object that is its only property."""
    names = body.possible_properties
    yield from names
    if len(names) == 1:
        yield from next(iter(names.values())).possible_properties


def by_path(candidates: Sequence[Candidate], chosen: Callable[[Candidate], bool]) -> dict[str, list[Candidate]]:
    """Return the chosen operations by the key of their path, without those whose state a hint disables."""
    found: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if candidate.hint.role != "none" and chosen(candidate):
            found[candidate.path.key].append(candidate)
    return dict(found)
