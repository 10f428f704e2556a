"""The items that a server has shown: their paths, and changes of them in every response that contains them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from contracts.messages import Response
from contracts.spec.keys import value_at
from mockserver.mutation.items import created_path, items_in, with_items
from mockserver.mutation.mutant import Call

SHOWN_ROLES = frozenset({"list", "read", "create", "update", "replace"})

Change = Callable[[str, dict[str, Any]], dict[str, Any] | None]
"""Returns an item, given its path, as the server shows it; ``None`` to hide it in lists."""


def shown_items(call: Call, response: Response) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the path of each item in a response, and the item."""
    operation = call.matched
    if operation is None or operation.resource is None or call.role not in SHOWN_ROLES:
        return
    for item in items_in(operation, response):
        path = _path_of(call, response, item)
        if path:
            yield path, item


def _path_of(call: Call, response: Response, item: Mapping[str, Any]) -> str:
    if call.role == "create":
        return created_path(call, response)
    if call.role != "list":
        return call.path
    resource = call.operation.resource if call.operation else None
    identifier = value_at(item, resource.id_path) if resource and resource.id_path else None
    return "" if identifier is None else f"{call.path}/{quote(str(identifier), safe='')}"


def with_shown(call: Call, response: Response, change: Change) -> Response:
    """Return the response with each of its items changed."""
    shown = list(shown_items(call, response))
    changed = [change(path, item) for path, item in shown]
    if call.matched is None or changed == [item for _, item in shown]:
        return response
    return with_items(call.matched, response, [item for item in changed if item is not None])


class ShownItems:
    """The paths of the items that a server has shown, in the order of their first appearance."""

    def __init__(self) -> None:
        self._paths: dict[str, None] = {}

    def record(self, call: Call, response: Response) -> None:
        """Add the items of a response."""
        self._paths.update(dict.fromkeys(path for path, _ in shown_items(call, response)))

    def remove(self, path: str) -> None:
        """Forget an item."""
        self._paths.pop(path, None)

    def before(self, path: str) -> str:
        """Return the path of the item of the same collection that appeared before this one; ``""`` if unknown."""
        siblings = self._siblings(path)
        if path in siblings:
            siblings = siblings[: siblings.index(path)] or siblings[1:]
        return siblings[-1] if siblings else ""

    def _siblings(self, path: str) -> list[str]:
        parent = path.rpartition("/")[0]
        return [one for one in self._paths if one.rpartition("/")[0] == parent]
