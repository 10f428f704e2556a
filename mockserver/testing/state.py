"""The items of a mock server, for tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mockserver.testing.control_client import ControlClient

Item = dict[str, Any]


class State:
    """The written items of all collections.

    >>> mock.state["/pets"].put({"id": 7, "name": "Rex"})
    """

    def __init__(self, control: ControlClient) -> None:
        self._control = control

    def __getitem__(self, path: str) -> CollectionState:
        """Return the collection at a path, e.g. ``/pets`` or ``/pets/7/visits``."""
        return CollectionState(self._control, path)

    def snapshot(self) -> Any:
        """Return everything that was written, for :meth:`restore`."""
        return self._control("GET", "/state")

    def restore(self, snapshot: Any) -> None:
        """Replace everything that was written."""
        self._control("PUT", "/state", snapshot)

    def clear(self) -> None:
        """Remove everything that was written."""
        self._control("DELETE", "/state")


class CollectionState:
    """The items of a collection. All methods raise ``ControlError`` for an unknown collection."""

    def __init__(self, control: ControlClient, path: str) -> None:
        self._control = control
        self._path = f"/state/{path.strip('/')}"

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items())

    def items(self) -> list[Item]:
        """Return all items."""
        found: list[Item] = self._control("GET", self._path)["items"]
        return found

    def replace(self, items: Sequence[Item], *, validate: bool = True) -> list[Item]:
        """Replace all items; return them as they are read.

        :param validate: whether the items must be valid.
        """
        return self._put(items, validate=validate, merge=False)

    def put(self, *items: Item, validate: bool = True) -> list[Item]:
        """Add items, or replace those with the same ids; return all items.

        :param validate: whether the items must be valid.
        """
        return self._put(items, validate=validate, merge=True)

    def _put(self, items: Sequence[Item], *, validate: bool, merge: bool) -> list[Item]:
        body = {"items": [*items], "validate": validate, "merge": merge}
        found: list[Item] = self._control("PUT", self._path, body)["items"]
        return found

    def clear(self) -> None:
        """Remove all items, also those that are generated."""
        self._control("PUT", self._path, [])
