"""What stubs and faults have in common: entries of the admin API and of the settings, their switches and uses."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from contracts.errors import StoreError
from contracts.generation.json_encoding import encode_json
from mockserver.control.admin_request import AdminError, AdminRequest, AdminRoute, known_keys
from mockserver.control.shared_list import SharedList
from mockserver.http.messages import MockResponse, decode_json, json_response
from mockserver.state.stores.store import NO_NAMES, Names, Store
from mockserver.state.tables import CONTROL

T = TypeVar("T")

MAX_ENTRIES = 1000
"""Maximum number of entries that the admin API adds: each request is compared with all of them."""

_VERSION = "version"
"""The key of the number of the version of an entry, which clients do not see."""

ENABLED = "enabled"
"""The key of the switch of an entry; it is stored only if it is off."""

_SHOWN = ("id", "settings", "uses")
"""Keys that clients see and may send back, but not set."""


def check_enabled(value: Mapping[str, Any]) -> None:
    """Raise :class:`AdminError` if the switch of an entry is not a boolean."""
    if not isinstance(value.get(ENABLED, True), bool):
        raise AdminError("must be true or false", location=f"/{ENABLED}")


@dataclass(frozen=True)
class Active(Generic[T]):
    """An entry that requests are compared with.

    :param counter: name of the counter of its requests in the store, for those who need their numbers.
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
        """Return the enabled entries in the order in which they count: the newest first, those of the settings last."""
        found = [
            Active(one.identifier, self._added_counter(one.identifier, one.value), one.compiled)
            for one in reversed(self._added.entries().values())
            if one.compiled is not None and one.value.get(ENABLED, True)
        ]
        if self._fixed:
            switches, counters = self._switches(), self._fixed_counters()
            found += [
                Active(identifier, counters[identifier], compiled)
                for identifier, (value, compiled) in self._fixed.items()
                if _is_enabled(identifier, value, switches)
            ]
        return found

    def count_use(self, counter: str) -> None:
        """Count that an entry was applied.

        :param counter: that of the entry; its uses have one of their own, as an entry may match without an effect.
        """
        with contextlib.suppress(StoreError):  # the request is handled nevertheless
            self._store.increment(f"{counter} uses")

    def _added_counter(self, identifier: str, value: Mapping[str, Any]) -> str:
        return f"{CONTROL} {self._noun} {identifier} {value[_VERSION]}"

    def _fixed_counters(self) -> dict[str, str]:
        """Return the names of the counters of the entries of the settings by id."""
        start = (self._store.get(CONTROL, self._start) or b"0").decode() if self._fixed else ""
        return {identifier: f"{CONTROL} {self._noun} {identifier} {start}" for identifier in self._fixed}

    def _switches(self) -> dict[str, bool]:
        """Return which entries of the settings were switched on or off, by id."""
        stored = self._store.get(CONTROL, self._switched) if self._fixed else None
        return decode_json(stored) if stored else {}

    @property
    def _switched(self) -> str:
        """The key of the entries of the settings that were switched on or off."""
        return f"{self._noun}s switched"

    @property
    def _start(self) -> str:
        """The key of the number of resets, which is part of the names of the counters of fixed entries."""
        return f"{self._noun}s reset"

    def clear(self) -> None:
        """Remove the entries that the admin API added; reset switches and counts of the others."""
        self._added.clear()
        self._remove_counters("")
        if self._fixed:
            self._store.change(CONTROL, self._start, lambda old: str(int(old or 0) + 1).encode())
            self._store.remove(CONTROL, [self._switched])
            self._store.announce()

    def _remove_counters(self, start: str) -> None:
        """Remove the counters of entries that are gone: they would take memory as long as the server runs."""
        self._store.replace(NO_NAMES, Names(prefixes=(f"{CONTROL} {self._noun} {start}",)))

    # ------------------------------------------------------------------ routes

    def routes(self) -> list[AdminRoute]:
        """Return the routes of the list and of its entries."""
        path = f"/{self._noun}s"
        return [
            AdminRoute("GET", path, self._list),
            AdminRoute("POST", path, self._add),
            AdminRoute("GET", f"{path}/{{id}}", self._read),
            AdminRoute("PUT", f"{path}/{{id}}", self._replace),
            AdminRoute("PATCH", f"{path}/{{id}}", self._switch),
            AdminRoute("DELETE", f"{path}/{{id}}", self._remove),
        ]

    def _list(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        return json_response(200, {f"{self._noun}s": list(self._values().values())})

    def _values(self) -> dict[str, dict[str, Any]]:
        """Return the JSON of all entries by id, in the order in which they count."""
        self._store.refresh()
        uses = self._store.counters()
        found = {
            one.identifier: _shown(one.value, uses.get(f"{self._added_counter(one.identifier, one.value)} uses", 0))
            for one in reversed(self._added.entries().values())
        }
        switches, counters = self._switches(), self._fixed_counters()
        for identifier, (value, _) in self._fixed.items():
            shown = {"id": identifier, **value, ENABLED: _is_enabled(identifier, value, switches)}
            found[identifier] = {**_shown(shown, uses.get(f"{counters[identifier]} uses", 0)), "settings": True}
        return found

    def _add(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        value = self._valid(request.json())
        self._store.refresh()
        if len(self._added.entries()) >= MAX_ENTRIES:
            hint = f"delete some, or all with POST /reset?only={self._noun}s"
            raise AdminError(f"there are {MAX_ENTRIES} {self._noun}s already", hint=hint, status=409)
        added = self._added.add({**value, _VERSION: self._new_version()})
        response = json_response(201, _shown(added, 0))
        response.headers.append((b"location", f"/__mock__/admin/{self._noun}s/{added['id']}".encode()))
        return response

    def _valid(self, value: Any) -> Mapping[str, Any]:
        if isinstance(value, dict):
            value = _without(value, *_SHOWN)  # as a client got it
        self._compile(value)
        valid: Mapping[str, Any] = value if not value.get(ENABLED, False) else _without(value, ENABLED)
        return valid

    def _new_version(self) -> int:
        return self._store.increment(f"{CONTROL} {self._noun}s version")

    def _read(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        return json_response(200, self._value(request))

    def _value(self, request: AdminRequest) -> dict[str, Any]:
        """Return the JSON of the entry of a request."""
        found = self._values().get(request.path_values["id"])
        if found is None:
            raise self._unknown(request)
        return found

    def _replace(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        identifier = self._changeable(request)
        value = self._valid(request.json())
        self._remove_counters(f"{identifier} ")
        replaced = self._added.replace(identifier, {**value, _VERSION: self._new_version()})
        if replaced is None:
            raise self._unknown(request)
        return json_response(200, _shown(replaced, 0))

    def _switch(self, request: AdminRequest) -> MockResponse:
        """Switch an entry on or off; the count of its uses continues."""
        request.known_query()
        given = known_keys(request.json(), "", ENABLED)
        if not given:
            raise AdminError(f"'{ENABLED}' is missing", location=f"/{ENABLED}", hint="send true or false")
        check_enabled(given)
        identifier, is_enabled = request.path_values["id"], given[ENABLED]
        if identifier in self._fixed:
            self._store.change(
                CONTROL,
                self._switched,
                lambda stored: encode_json((decode_json(stored) if stored else {}) | {identifier: is_enabled}),
            )
            self._store.announce()
        else:
            off = {} if is_enabled else {ENABLED: False}
            self._added.update(identifier, lambda value: {**_without(value, ENABLED), **off})
        return json_response(200, self._value(request))

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


def _is_enabled(identifier: str, value: Mapping[str, Any], switches: Mapping[str, bool]) -> bool:
    """Whether an entry of the settings is enabled."""
    is_enabled: bool = value.get(ENABLED, True)
    return switches.get(identifier, is_enabled)


def _shown(value: Mapping[str, Any], uses: int) -> dict[str, Any]:
    """Return an entry as clients see it."""
    return {**_without(value, _VERSION), ENABLED: value.get(ENABLED, True), "uses": uses}


def _without(value: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: below for name, below in value.items() if name not in names}


def numbered(prefix: str, values: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the entries of settings with the ids ``prefix-1``, ``prefix-2``, …"""
    return {f"{prefix}-{number}": value for number, value in enumerate(values, 1)}
