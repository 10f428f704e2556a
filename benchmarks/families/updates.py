"""Bodies that update an item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.families.bodies import chosen_media, is_json_patch
from benchmarks.families.client import Client
from benchmarks.families.items import (
    JsonPath,
    Level,
    Names,
    body_mismatches,
    display,
    is_id,
    levels,
    plain,
    property_schema,
)
from contracts.conformance.assertions.equivalence import equivalent
from contracts.conformance.assertions.item_fields import is_derived, is_hidden
from contracts.spec.model import MediaType, Operation

ATTEMPTS = 6
"""Number of bodies that are generated to find one that changes something."""


@dataclass(frozen=True)
class Update:
    """The body of an update.

    :param levels: its objects that may be the item.
    :param changes: whether GET must show other values afterwards.
    """

    body: Any
    media: MediaType
    levels: Sequence[Level]
    changes: bool


class UpdateBuilder:
    """Builds the body of an update.

    :param item: the item as GET returns it.
    :param skip: names that are not compared, such as ids.
    """

    def __init__(self, client: Client, operation: Operation, names: Names, item: Sequence[Level], skip: frozenset[str]):
        self._client, self._operation, self._names = client, operation, names
        self._item, self._skip = item, skip

    def build(self, ids: dict[str, Any]) -> Update | None:
        """Return an update that changes something, or one that does not if there is none; ``None`` without a body.

        :param ids: values of path parameters and of the id property, which the body repeats, by plain name.
        """
        media = chosen_media(self._operation)
        if media is None:
            return None
        if is_json_patch(media):
            return self._json_patch(media)
        bodies = list(self._client.bodies(self._operation, ATTEMPTS))
        changed = (
            self._update(media, other, ids) for body in bodies[:1] for other in _changed(media, body, self._names)
        )
        made = [self._update(media, body, ids) for body in bodies]
        return next((one for one in (*made, *changed) if one.changes), made[0] if made else None)

    def _update(self, media: MediaType, body: Any, ids: dict[str, Any]) -> Update:
        body = self._with_ids(media, body, ids)
        if self._operation.method != "PUT":
            body = next(self._reduced(media, body), body)
        sent = levels(body, media.schema, self._names)
        return Update(body, media, sent, bool(body_mismatches(sent, self._item, self._skip)))

    def _with_ids(self, media: MediaType, body: Any, ids: dict[str, Any]) -> Any:
        changed = body
        for level in levels(body, media.schema, self._names):
            own = {name: _as_type(ids[plain(name)], old) for name, old in level.value.items() if plain(name) in ids}
            changed = _replaced(changed, level.path, {**_value_at(changed, level.path), **own}) if own else changed
        return changed if media.schema is None or media.schema.request_validator.is_valid(changed) else body

    def _reduced(self, media: MediaType, body: Any) -> Iterator[Any]:
        """Yield valid bodies with only one property, a scalar that changes."""
        for level in levels(body, media.schema, self._names):
            for name, value in level.value.items():
                single = _enclosed({name: value}, level.path)
                sent = [Level(level.path, {name: value}, level.schema)]
                scalar = value is not None and not isinstance(value, dict | list)
                if scalar and body_mismatches(sent, self._item, self._skip) and _is_valid(media, single):
                    yield single

    def _json_patch(self, media: MediaType) -> Update | None:
        """Return a valid JSON Patch (RFC 6902) that replaces one string of the item."""
        for level in self._item[:1]:
            for name, value in level.value.items():
                schema = property_schema(level.schema, name)
                if not isinstance(value, str) or schema is None or is_hidden(schema) or name in self._skip:
                    continue
                for other in self._client.different(schema, value, f"{self._operation.id}\0{name}"):
                    body = [{"op": "replace", "path": f"/{name}", "value": other}]
                    if _is_valid(media, body):
                        return Update(body, media, [Level((), {name: other}, schema)], changes=True)
        return None


def _changed(media: MediaType, body: Any, names: Names) -> Iterator[Any]:
    """Yield valid bodies in which one scalar differs: for schemas whose generated values are all the same example."""
    for level in levels(body, media.schema, names):
        for name, value in level.value.items():
            other = _other(value)
            changed = _replaced(body, level.path, {**level.value, name: other})
            if other is not None and _is_valid(media, changed):
                yield changed


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return f"{value} 2"
    return value + 1 if isinstance(value, int) else None


def _is_valid(media: MediaType, body: Any) -> bool:
    return media.schema is None or media.schema.request_validator.is_valid(body)


def _replaced(body: Any, path: JsonPath, value: dict[str, Any]) -> Any:
    if not path:
        return value
    copy: Any = list(body) if isinstance(body, list) else dict(body)
    copy[path[0]] = _replaced(body[path[0]], path[1:], value)
    return copy


def _value_at(body: Any, path: JsonPath) -> Any:
    for token in path:
        body = body[token]
    return body


def _enclosed(value: dict[str, Any], path: JsonPath) -> Any:
    body: Any = value
    for token in reversed(path):
        body = [body] if isinstance(token, int) else {token: body}
    return body


def _as_type(value: Any, like: Any) -> Any:
    """Return an id with the type of another value, so that ``"7"`` from a path becomes ``7``."""
    if isinstance(like, int) and is_id(value) and str(value).isdigit():
        return int(value)
    return str(value) if isinstance(like, str) else value


def lost_values(update: Update, before: Sequence[Level], after: Sequence[Level]) -> Iterator[str]:
    """Yield a message for each property that was not sent and changed, except those that a server may compute."""
    sent = {plain(name) for level in update.levels for name in level.value}
    new = {level.path: level.value for level in after}
    for level in before:
        if any(plain(str(token)) in sent for token in level.path):
            continue
        for name, value in level.value.items():
            other = new.get(level.path, {}).get(name)
            nested = isinstance(value, dict | list)
            if not nested and plain(name) not in sent and not is_derived((name,)) and not equivalent(value, other):
                yield f"{name}: expected {display(value)}, got {display(other)}, which was not sent"
