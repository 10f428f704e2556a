"""Where an item's own id recurs within it, learned from whole documented examples.

An example that repeats its id (``case_id`` of a nested object, ``/cases/1000`` of a link to itself, a subject that ends
in ``[#1000]``) shows where the id of every other item recurs, and in which form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.generation.id_formats import is_artefact
from contracts.generation.name_words import words

Change = tuple[dict[str, Any], str, Any]
"""An object, a member of it, and what stood there before."""

INNER = "id"
"""The member that holds the id of an object inside an item."""

TELLING = 3
"""An id of so many characters does not recur in a lone example by accident."""


@dataclass(frozen=True)
class Every:
    """A step into all items of a list that have the member, if one is given."""

    member: tuple[str, str] | None = None

    def takes(self, item: Any) -> bool:
        """Whether the step leads into an item."""
        return isinstance(item, dict) and (self.member is None or self.member in item.items())


Path = tuple[str | Every, ...]


@dataclass(frozen=True)
class Form:
    """How the id is written.

    :param before: what stands before it, as ``/cases/`` or ``[#``.
    :param after: what stands behind it.
    :param place: ``whole`` where nothing else stands there, ``end`` or ``start`` where it is added to a text.
    """

    before: str = ""
    after: str = ""
    place: str = "whole"

    def written(self, identifier: str | int, old: Any) -> Any:
        """What stands in place of ``old``; ``old`` itself where the id cannot stand there."""
        if isinstance(old, bool) or not isinstance(old, str | int):
            return old
        if isinstance(old, int):
            return int(identifier) if str(identifier).isdecimal() and self == Form() else old
        token = f"{self.before}{identifier}{self.after}"
        if self.place == "whole":
            return token
        other = rf"{re.escape(self.before)}\S+?{re.escape(self.after)}"
        if self.place == "end":
            text = re.sub(rf"(^|\s+){other}$", "", old)
            return f"{text} {token}".lstrip()
        text = re.sub(rf"^{other}(\s+|$)", "", old)
        return f"{token} {text}".rstrip()


@dataclass(frozen=True)
class Recurrence:
    """One place where the id recurs; its last step is a name."""

    path: Path
    form: Form


@dataclass(frozen=True)
class Agreement:
    """Where the id of an object recurs within that object.

    :param path: to the objects, ``()`` for the item itself.
    """

    path: Path
    id_field: str
    places: tuple[Recurrence, ...]

    def reach(self, item: dict[str, Any]) -> list[Change]:
        """Write the id of each of the objects wherever it recurs. Returns what was changed, for :func:`undo`."""
        changes: list[Change] = []
        for owner in _owners(item, self.path):
            identifier = owner.get(self.id_field)
            if isinstance(identifier, str | int) and not isinstance(identifier, bool):
                changes += apply(self.places, owner, identifier)
        return changes


@dataclass(frozen=True)
class _Sight:
    """A scalar in an example.

    :param items: the items of lists that lead to it, the innermost last.
    :param leaf: the scalar itself.
    :param form: how the id stands there, ``None`` where it does not.
    """

    example: int
    items: tuple[Any, ...]
    leaf: Any
    form: Form | None


def agreements(examples: Sequence[Mapping[str, Any]], id_field: str) -> tuple[Agreement, ...]:
    """Where ids recur: the item's own, and those of the objects inside it that have an ``id``.

    :param examples: whole items.
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
    return tuple(agreement for agreement in found if agreement.places)


def _objects(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every object with its path, in which ``""`` stands for the items of a list."""
    if isinstance(value, dict):
        yield path, value
        for name, member in value.items():
            yield from _objects(member, (*path, name))
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item, (*path, ""))


def recurrences(examples: Sequence[Mapping[str, Any]], id_field: str) -> tuple[Recurrence, ...]:
    """Where the id of an item recurs, as its documented examples show; nothing where they disagree.

    :param examples: whole items; those without an id that an author wrote tell nothing.
    """
    sights: dict[tuple[str, ...], list[_Sight]] = {}
    told = [example for example in examples if _is_told(example.get(id_field))]
    for number, example in enumerate(told):
        for path, items, leaf in _leaves(example):
            if path != (id_field,) and path[-1] and leaf is not None and not is_artefact(leaf):
                sights.setdefault(path, []).append(_Sight(number, items, leaf, _form(leaf, example[id_field])))
    identifiers = [str(example[id_field]) for example in told]
    found = (_learned(path, seen, identifiers, id_field) for path, seen in sights.items())
    return tuple(recurrence for recurrence in found if recurrence is not None)


def _is_told(identifier: Any) -> bool:
    usable = isinstance(identifier, str | int) and not isinstance(identifier, bool)
    return usable and identifier != "" and not is_artefact(identifier)


def _leaves(
    value: Any, path: tuple[str, ...] = (), items: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[str, ...], tuple[Any, ...], Any]]:
    """Every scalar with its path, in which ``""`` stands for the items of a list, and those items."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _leaves(member, (*path, name), items)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, (*path, ""), (*items, item))
    else:
        yield path, items, value


def _form(leaf: Any, identifier: str | int) -> Form | None:
    """How an id stands in a scalar; ``None`` where it does not."""
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
    """The recurrence at a path; ``None`` where there is none, or where it may be an accident."""
    present = [sight for sight in seen if sight.form is not None]
    forms = {sight.form for sight in present}
    if len(forms) != 1 or _is_accident(path[-1], present, identifiers, id_field):
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


def _is_accident(name: str, present: list[_Sight], identifiers: list[str], id_field: str) -> bool:
    """Whether the id may stand in a single example for no reason: a small number, under a name that is not the id's."""
    where = {identifiers[sight.example] for sight in present}
    telling = min(map(len, where), default=0) >= TELLING and all(isinstance(sight.leaf, str) for sight in present)
    named = len(words(id_field)) > 1 and words(name) == words(id_field)
    return len(where) < 2 and not telling and not named


def _member(name: str, present: Iterable[tuple[Any, ...]], absent: Iterable[tuple[Any, ...]]) -> tuple[str, str] | None:
    """The member, other than ``name``, that tells the items with the id from those without it."""
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
    """Write an item's id wherever it recurs; what is null or absent there stays so.

    :returns: what was changed, for :func:`undo`.
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
    """The objects at a path."""
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
    """Take changes back, the last first."""
    for owner, name, before in reversed(changes):
        owner[name] = before
