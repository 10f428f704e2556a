"""Edits applied to a text, and the proof that the text says then what it should."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from contracts.edits.nodes import EditError, read_nodes
from contracts.edits.splices import Splice, Surgeon
from contracts.errors import DocumentError
from contracts.findings import Edit
from contracts.spec.document import split_pointer, walk
from contracts.spec.json_text import JsonPlaces
from contracts.spec.source import parse

Group = tuple[Edit, ...]
"""Edits that are made together or not at all: those of one finding."""


@dataclass(frozen=True)
class Outcome:
    """What became of some edits.

    :param text: after them.
    :param applied: those that were made.
    :param refused: those that cannot be made, each with the reason; others were left for another time, as they
        overlap with some that were made.
    """

    text: str
    applied: tuple[Group, ...] = ()
    refused: tuple[tuple[Group, str], ...] = ()


def apply(text: str, name: str, groups: Sequence[Group]) -> Outcome:
    """Make edits in a text, as many as do not overlap.

    The result is parsed again; where it is not what it should be, fewer edits are made, down to none.

    :param name: of the file; it tells JSON from YAML as it does when documents are read.
    """
    try:
        source = parse(text, name)
    except DocumentError:
        return Outcome(text, refused=tuple((group, "the file cannot be read") for group in groups))
    is_json = isinstance(source.places, JsonPlaces)
    try:
        surgeon = Surgeon(text, read_nodes(text, is_json=is_json), is_json=is_json)
    except (yaml.YAMLError, ValueError) as error:
        return Outcome(text, refused=tuple((group, f"the file cannot be read: {error}") for group in groups))
    fitting, refused = _fitting(surgeon, groups)
    while fitting:
        made = _made(surgeon, fitting)
        if made is not None and _is_proven(source.tree, made, name, fitting):
            return Outcome(made, tuple(fitting), tuple(refused))
        if len(fitting) == 1:
            refused.append((fitting[0], "the text would say something else than meant, e.g. by an alias"))
        fitting = fitting[: len(fitting) // 2]
    return Outcome(text, refused=tuple(refused))


def _fitting(surgeon: Surgeon, groups: Sequence[Group]) -> tuple[list[Group], list[tuple[Group, str]]]:
    """The groups that can be made each for itself and do not overlap, and those that cannot be made."""
    fitting: list[Group] = []
    refused: list[tuple[Group, str]] = []
    taken: list[Splice] = []
    for group in dict.fromkeys(groups):
        try:
            splices = list(surgeon.splices(group))
        except EditError as error:
            refused.append((group, str(error)))
            continue
        if not any(_overlap(one, other) for one in splices for other in taken):
            fitting.append(group)
            taken += splices
    return fitting, refused


def _overlap(one: Splice, other: Splice) -> bool:
    """Whether two pieces share text; two that add something at the same offset do not."""
    if one.start == one.end and other.start == other.end:
        return False
    return one.start < other.end and other.start < one.end


def _made(surgeon: Surgeon, groups: Sequence[Group]) -> str | None:
    """The text after all edits; ``None`` where they do not go together."""
    try:
        splices = list(dict.fromkeys(surgeon.splices([edit for group in groups for edit in group])))
    except EditError:
        return None
    text, pieces, reached = surgeon.text, [], 0
    for splice in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        if splice.start < reached:
            return None
        pieces += [text[reached : splice.start], splice.text]
        reached = splice.end
    return "".join([*pieces, text[reached:]])


def _is_proven(tree: Any, text: str, name: str, groups: Sequence[Group]) -> bool:
    """Whether a text says what the tree says after the edits."""
    try:
        found = parse(text, name)
        expected = amended(tree, [edit for group in groups for edit in group])
    except (DocumentError, EditError, KeyError):
        return False
    return not found.findings and _same(found.tree, expected)


def _same(one: Any, other: Any) -> bool:
    """Equality in which ``1`` is not ``true`` and ``1.0`` not ``1``."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)


def amended(tree: Any, edits: Sequence[Edit]) -> Any:
    """A copy of a tree after edits, whose pointers are all those of the tree before them.

    :raises EditError: for one that makes no sense there.
    :raises KeyError: for a pointer that leads nowhere.
    """
    tree = copy.deepcopy(tree)
    places = [(_holder(tree, edit), edit) for edit in dict.fromkeys(edits)]
    for (holder, token), edit in places:
        if edit.action == "replace":
            holder[token] = json.loads(edit.value)
        elif edit.action == "insert":
            if not isinstance(holder, dict) or edit.key in holder:
                raise EditError(f"nothing to insert {edit.key!r} into")
            holder[edit.key] = json.loads(edit.value)
    for (holder, token), edit in places:
        if edit.action == "rename":
            members = {edit.key if key == token else key: value for key, value in holder.items()}
            holder.clear()
            holder.update(members)
    removed = [(holder, token) for (holder, token), edit in places if edit.action == "remove"]
    for holder, token in sorted(removed, key=lambda place: place[1] if isinstance(place[1], int) else 0, reverse=True):
        del holder[token]
    return tree


def _holder(tree: Any, edit: Edit) -> tuple[Any, Any]:
    """What holds the place that an edit is about, and its key or index there; what is inserted into, itself."""
    pointer = edit.location.pointer
    node = walk(tree, pointer)
    if edit.action == "insert":
        return node, edit.key
    if not pointer:
        raise EditError(f"{edit.action} of the whole document")
    holder = walk(tree, pointer.rpartition("/")[0])
    token = split_pointer(pointer)[-1]
    return holder, int(token) if isinstance(holder, list) else token
