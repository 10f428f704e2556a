"""Occurrences of an item's own id within the item, learned from documented examples.

An example that repeats its id (``case_id`` of a nested object, ``/cases/1000`` of a link to itself, a subject that ends
in ``[#1000]``) shows where the ids of all items occur, and in which format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.generation.id_formats import is_placeholder
from contracts.generation.name_words import words

Change = tuple[dict[str, Any], str, Any]
"""An object, a key of it, and the previous value."""

INNER = "id"
"""The key of the id of a nested object."""

TELLING = 3
"""The minimum length of an id whose repetition in a single example is not a coincidence."""


@dataclass(frozen=True)
class Every:
    """A step into all items of a list, or those with a certain key and value."""

    member: tuple[str, str] | None = None

    def takes(self, item: Any) -> bool:
        """Return whether the step includes an item."""
        return isinstance(item, dict) and (self.member is None or self.member in item.items())


Path = tuple[str | Every, ...]


@dataclass(frozen=True)
class Form:
    """The format of an id.

    :param before: the characters before it, e.g. ``/cases/`` or ``[#``.
    :param after: the characters after it.
    :param position: ``whole`` if the string has no other content, ``end`` or ``start`` if it has.
    """

    before: str = ""
    after: str = ""
    position: str = "whole"

    def written(self, identifier: str | int, old: Any) -> Any:
        """Return the value that replaces ``old``; ``old`` itself if the id does not fit its type."""
        if isinstance(old, bool) or not isinstance(old, str | int):
            return old
        if isinstance(old, int):
            return int(identifier) if str(identifier).isdecimal() and self == Form() else old
        token = f"{self.before}{identifier}{self.after}"
        if self.position == "whole":
            return token
        other = rf"{re.escape(self.before)}\S+?{re.escape(self.after)}"
        if self.position == "end":
            text = re.sub(rf"(^|\s+){other}$", "", old)
            return f"{text} {token}".lstrip()
        text = re.sub(rf"^{other}(\s+|$)", "", old)
        return f"{token} {text}".rstrip()


@dataclass(frozen=True)
class Recurrence:
    """One occurrence of the id; the last step of its path is a key."""

    path: Path
    form: Form


@dataclass(frozen=True)
class Agreement:
    """The occurrences of an object's id within the object.

    :param path: path to the objects; ``()`` for the item itself.
    """

    path: Path
    id_field: str
    occurrences: tuple[Recurrence, ...]

    def reach(self, item: dict[str, Any]) -> list[Change]:
        """Write the id of each object to its occurrences. Return the changes, for :func:`undo`."""
        changes: list[Change] = []
        for owner in _owners(item, self.path):
            identifier = owner.get(self.id_field)
            if isinstance(identifier, str | int) and not isinstance(identifier, bool):
                changes += apply(self.occurrences, owner, identifier)
        return changes


@dataclass(frozen=True)
class _Sight:
    """A scalar in an example.

    :param items: the list items that contain it, the innermost last.
    :param leaf: the scalar itself.
    :param form: the format of the id in it; ``None`` if it does not contain the id.
    """

    example: int
    items: tuple[Any, ...]
    leaf: Any
    form: Form | None


def agreements(examples: Sequence[Mapping[str, Any]], id_field: str) -> tuple[Agreement, ...]:
    """Return the occurrences of the item's own id, and of the ids of nested objects.

    :param examples: examples of items.
    """
    inner: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for example in examples:
        for path, value in _objects(example):
            if path and INNER in value:
                inner.setdefault(path, []).append(value)
    found = [Agreement((), id_field, recurrences(examples, id_field))]
    found += [
        Agreement(tuple(name or Every() for name in path), INNER, recurrences(objects, INNER))
        for path, objects in inner.items()
    ]
    return tuple(agreement for agreement in found if agreement.occurrences)


def _objects(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Yield each object with its path, in which ``""`` stands for the items of a list."""
    if isinstance(value, dict):
        yield path, value
        for name, member in value.items():
            yield from _objects(member, (*path, name))
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item, (*path, ""))


def recurrences(examples: Sequence[Mapping[str, Any]], id_field: str) -> tuple[Recurrence, ...]:
    """Return the occurrences of an item's id in its examples; none where examples disagree.

    :param examples: examples of items; those without an id, or with a placeholder, are ignored.
    """
    sights: dict[tuple[str, ...], list[_Sight]] = {}
    usable = [example for example in examples if _has_usable_id(example.get(id_field))]
    for number, example in enumerate(usable):
        for path, items, leaf in _leaves(example):
            if path != (id_field,) and path[-1] and leaf is not None and not is_placeholder(leaf):
                sights.setdefault(path, []).append(_Sight(number, items, leaf, _form(leaf, example[id_field])))
    identifiers = [str(example[id_field]) for example in usable]
    found = (_learned(path, seen, identifiers, id_field) for path, seen in sights.items())
    return tuple(recurrence for recurrence in found if recurrence is not None)


def _has_usable_id(identifier: Any) -> bool:
    usable = isinstance(identifier, str | int) and not isinstance(identifier, bool)
    return usable and identifier != "" and not is_placeholder(identifier)


def _leaves(
    value: Any, path: tuple[str, ...] = (), items: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[str, ...], tuple[Any, ...], Any]]:
    """Yield each scalar with its path, in which ``""`` stands for the items of a list, and these items."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _leaves(member, (*path, name), items)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, (*path, ""), (*items, item))
    else:
        yield path, items, value


def _form(leaf: Any, identifier: str | int) -> Form | None:
    """Return the format of an id in a scalar; ``None`` if it does not contain the id."""
    if isinstance(leaf, bool) or not isinstance(leaf, str | int):
        return None
    if leaf == identifier or leaf == str(identifier):
        return Form()
    if not isinstance(leaf, str):
        return None
    found = re.findall(rf"(?<![^\W_]){re.escape(str(identifier))}(?![^\W_])", leaf)
    if len(found) != 1:
        return None
    before, _, after = leaf.partition(found[0])
    if not re.search(r"\s", leaf):
        return Form(before, after)
    near, far = re.split(r"\s", before)[-1], re.split(r"\s", after)[0]
    if after == far:
        return Form(near, far, "end")
    return Form(near, far, "start") if before == near else None


def _learned(path: tuple[str, ...], seen: list[_Sight], identifiers: list[str], id_field: str) -> Recurrence | None:
    """Return the occurrence at a path; ``None`` if there is none, or if it may be a coincidence."""
    present = [sight for sight in seen if sight.form is not None]
    forms = {sight.form for sight in present}
    if len(forms) != 1 or _is_coincidence(path[-1], present, identifiers, id_field):
        return None
    absent = [sight for sight in seen if sight.form is None]
    member = None
    if absent:
        member = _member(path[-1], [sight.items for sight in present], [sight.items for sight in absent])
        if member is None:
            return None
    last = max((number for number, name in enumerate(path) if not name), default=-1)
    steps = (name or Every(member if number == last else None) for number, name in enumerate(path))
    return Recurrence(tuple(steps), forms.pop() or Form())


def _is_coincidence(name: str, present: list[_Sight], identifiers: list[str], id_field: str) -> bool:
    """Return whether the id in a single example may be a coincidence: a small number under an unrelated name."""
    where = {identifiers[sight.example] for sight in present}
    telling = min(map(len, where), default=0) >= TELLING and all(isinstance(sight.leaf, str) for sight in present)
    named = len(words(id_field)) > 1 and words(name) == words(id_field)
    return len(where) < 2 and not telling and not named


def _member(name: str, present: Iterable[tuple[Any, ...]], absent: Iterable[tuple[Any, ...]]) -> tuple[str, str] | None:
    """Return key and value, other than ``name``, that only the items with the id have."""
    with_it, without = ([items[-1] for items in lists if items] for lists in (present, absent))
    if not with_it or not without or not isinstance(with_it[0], dict):
        return None
    members = [(key, value) for key, value in with_it[0].items() if isinstance(value, str) and key != name]
    return next(
        (
            member
            for member in members
            if all(Every(member).takes(item) for item in with_it) and not any(map(Every(member).takes, without))
        ),
        None,
    )


def apply(found: Iterable[Recurrence], item: dict[str, Any], identifier: str | int) -> list[Change]:
    """Write an item's id to its occurrences; null and missing values are kept.

    :returns: the changes, for :func:`undo`.
    """
    changes: list[Change] = []
    for recurrence in found:
        for owner in _owners(item, recurrence.path[:-1]):
            name = recurrence.path[-1]
            if isinstance(name, str) and owner.get(name) is not None:
                changes.append((owner, name, owner[name]))
                owner[name] = recurrence.form.written(identifier, owner[name])
    return changes


def _owners(value: Any, path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects at a path."""
    if not path:
        if isinstance(value, dict):
            yield value
        return
    step = path[0]
    if isinstance(step, str):
        if isinstance(value, dict) and step in value:
            yield from _owners(value[step], path[1:])
    elif isinstance(value, list):
        for item in value:
            if step.takes(item):
                yield from _owners(item, path[1:])


def undo(changes: Sequence[Change]) -> None:
    """Revert changes, the last first."""
    for owner, name, before in reversed(changes):
        owner[name] = before
