"""Initial items of collections from ``--data``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mockserver.http.messages import decode_json

ItemsById = Mapping[str, bytes]
"""JSON of the initial items of a collection by id, in their order."""


@dataclass(frozen=True)
class InitialData:
    """The initial items of all collections. Immutable.

    :param collections: by name of the API and path of the collection, with and without the prefix of the API.
    :param files: the files that were read.
    :param folders: the folders that were searched for them.
    """

    collections: Mapping[tuple[str, str], ItemsById] = field(default_factory=dict, repr=False)
    files: frozenset[Path] = frozenset()
    folders: frozenset[Path] = frozenset()

    def json(self, api: str, collection: str) -> ItemsById | None:
        """Return the JSON of the items of a collection by id, or ``None`` if the data has no such collection.

        :param collection: its path, such as ``/tickets/7/comments``, with or without the prefix of the API.
        """
        return self.collections.get((api, collection))

    def items(self, api: str, collection: str) -> Sequence[tuple[str, dict[str, Any]]] | None:
        """Return copies of the items of a collection with their ids. See :meth:`json`."""
        items = self.json(api, collection)
        return None if items is None else [(identifier, decode_json(json)) for identifier, json in items.items()]


NO_DATA = InitialData()
"""Without ``--data``."""
