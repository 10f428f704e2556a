"""What stubs and faults have in common: entries of the admin API and of the settings, and how often each was used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from mockserver.control.admin_request import AdminError, AdminRequest, AdminRoute
from mockserver.control.shared_list import SharedList
from mockserver.http.messages import MockResponse, json_response
from mockserver.state.stores.store import NO_NAMES, Names, Store
from mockserver.state.tables import CONTROL

T = TypeVar("T")

MAX_ENTRIES = 1000
"""Maximum number of entries that the admin API adds: each request is compared with all of them."""

_VERSION = "version"
"""The key of the number of the version of an entry, which clients do not see."""


@dataclass(frozen=True)
class Active(Generic[T]):
    """An entry that requests are compared with.

    :param counter: name of the counter of its uses in the store.
    """

    identifier: str
    counter: str
    compiled: T


class Entries(Generic[T]):
    """Entries that the admin API adds, and fixed ones of the settings. All processes have the same.

    :param noun: ``stub`` or ``fault``.
    :param compile: compiles an entry; raises :class:`AdminError` if it is not valid.
    :param fixed: JSON of the entries of the settings by id, in the order in which they count.
    """

    def __init__(
        self,
        store: Store,
        noun: str,
        compile: Callable[[Any], T],  # noqa: A002
        fixed: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self._store = store
        self._noun = noun
        self._compile = compile
        self._fixed = {identifier: (value, compile(value)) for identifier, value in fixed.items()}
        self._added: SharedList[T | None] = SharedList(store, f"{noun}s", self._compile_stored)

    def _compile_stored(self, value: Mapping[str, Any]) -> T | None:
        """Return a compiled entry of the store; ``None`` if it belongs to other documents."""
        try:
            return self._compile(_without(value, "id", _VERSION))
        except AdminError:
            return None

    def active(self) -> list[Active[T]]:
        """Return the entries in the order in which they count: the newest first, those of the settings last."""
        found = [
            Active(one.identifier, f"{CONTROL} {self._noun} {one.identifier} {one.value[_VERSION]}", one.compiled)
            for one in reversed(self._added.entries().values())
            if one.compiled is not None
        ]
        if self._fixed:
            start = (self._store.get(CONTROL, self._start) or b"0").decode()
            found += [
                Active(identifier, f"{CONTROL} {self._noun} {identifier} {start}", compiled)
                for identifier, (_, compiled) in self._fixed.items()
            ]
        return found

    @property
    def _start(self) -> str:
        """The key of the number of resets, which is part of the names of the counters of fixed entries."""
        return f"{self._noun}s reset"

    def clear(self) -> None:
        """Remove the entries that the admin API added; the counts of the others start again."""
        self._added.clear()
        self._remove_counters("")
        if self._fixed:
            self._store.change(CONTROL, self._start, lambda old: str(int(old or 0) + 1).encode())
            self._store.announce()

    def _remove_counters(self, start: str) -> None:
        """Remove the counters of entries that are gone: they would take memory as long as the server runs."""
        self._store.replace(NO_NAMES, Names(prefixes=(f"{CONTROL} {self._noun} {start}",)))

    # ------------------------------------------------------------------ routes

    def routes(self, *, can_replace: bool) -> list[AdminRoute]:
        """Return the routes of the list and of its entries.

        :param can_replace: whether an entry can be read and replaced.
        """
        path = f"/{self._noun}s"
        found = [
            AdminRoute("GET", path, self._list),
            AdminRoute("POST", path, self._add),
            AdminRoute("DELETE", f"{path}/{{id}}", self._remove),
        ]
        if can_replace:
            found += [
                AdminRoute("GET", f"{path}/{{id}}", self._read),
                AdminRoute("PUT", f"{path}/{{id}}", self._replace),
            ]
        return found

    def _list(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        return json_response(200, {f"{self._noun}s": list(self._values().values())})

    def _values(self) -> dict[str, dict[str, Any]]:
        """Return the JSON of all entries by id, in the order in which they count."""
        self._store.refresh()
        added = {one.identifier: _without(one.value, _VERSION) for one in reversed(self._added.entries().values())}
        return added | {identifier: {"id": identifier, **value} for identifier, (value, _) in self._fixed.items()}

    def _add(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        value = self._valid(request.json())
        self._store.refresh()
        if len(self._added.entries()) >= MAX_ENTRIES:
            hint = f"delete some, or all with POST /reset?only={self._noun}s"
            raise AdminError(f"there are {MAX_ENTRIES} {self._noun}s already", hint=hint, status=409)
        added = self._added.add({**value, _VERSION: self._new_version()})
        response = json_response(201, _without(added, _VERSION))
        response.headers.append((b"location", f"/__mock__/admin/{self._noun}s/{added['id']}".encode()))
        return response

    def _valid(self, value: Any) -> Mapping[str, Any]:
        if isinstance(value, dict):
            value = _without(value, "id")  # as a client got it
        self._compile(value)
        valid: Mapping[str, Any] = value
        return valid

    def _new_version(self) -> int:
        return self._store.increment(f"{CONTROL} {self._noun}s version")

    def _read(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        found = self._values().get(request.path_values["id"])
        if found is None:
            raise self._unknown(request)
        return json_response(200, found)

    def _replace(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        identifier = self._changeable(request)
        value = self._valid(request.json())
        self._remove_counters(f"{identifier} ")
        replaced = self._added.replace(identifier, {**value, _VERSION: self._new_version()})
        if replaced is None:
            raise self._unknown(request)
        return json_response(200, _without(replaced, _VERSION))

    def _remove(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        identifier = self._changeable(request)
        if not self._added.remove(identifier):
            raise self._unknown(request)
        self._remove_counters(f"{identifier} ")
        return MockResponse(204)

    def _changeable(self, request: AdminRequest) -> str:
        identifier = request.path_values["id"]
        if identifier in self._fixed:
            message = f"the {self._noun} '{identifier}' belongs to the settings of the server"
            raise AdminError(message, hint="change the settings, and restart the server", status=409)
        return identifier

    def _unknown(self, request: AdminRequest) -> AdminError:
        message = f"there is no {self._noun} '{request.path_values['id'][:80]}'"
        return AdminError(message, hint=f"list them with GET /__mock__/admin/{self._noun}s", status=404)


def _without(value: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: below for name, below in value.items() if name not in names}


def numbered(prefix: str, values: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the entries of settings with the ids ``prefix-1``, ``prefix-2``, …"""
    return {f"{prefix}-{number}": value for number, value in enumerate(values, 1)}
