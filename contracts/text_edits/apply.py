"""Applies edits to a text and verifies the result."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from contracts.errors import DocumentError
from contracts.findings import Edit
from contracts.spec.json_text import JsonSourceMap
from contracts.spec.pointers import split_pointer, walk
from contracts.spec.source import parse
from contracts.text_edits.nodes import EditError, read_nodes
from contracts.text_edits.splices import Splice, TextEditor

Group = tuple[Edit, ...]
"""Edits that are applied together or not at all: those of one finding."""


@dataclass(frozen=True)
class EditResult:
    """The result of applying edits.

    :param text: the edited text.
    :param applied: the groups that were applied.
    :param refused: the groups that cannot be applied, with the reason. All other groups overlap with applied ones and
        can be applied in another pass.
    """

    text: str
    applied: tuple[Group, ...] = ()
    refused: tuple[tuple[Group, str], ...] = ()


def apply(text: str, name: str, groups: Sequence[Group]) -> EditResult:
    """Apply as many groups of edits as do not overlap.

    The result is parsed again; if it is not as expected, fewer edits are applied.

    :param name: of the file; its suffix selects JSON or YAML, as for reading documents.
    """
    try:
        source = parse(text, name)
    except DocumentError:
        return EditResult(text, refused=tuple((group, "the file cannot be parsed") for group in groups))
    is_json = isinstance(source.places, JsonSourceMap)
    try:
        editor = TextEditor(text, read_nodes(text, is_json=is_json), is_json=is_json)
    except (yaml.YAMLError, ValueError) as error:
        return EditResult(text, refused=tuple((group, f"the file cannot be parsed: {error}") for group in groups))
    applicable, refused = _applicable(editor, groups)
    while applicable:
        edited = _edited(editor, applicable)
        if edited is not None and _is_expected(source.tree, edited, name, applicable):
            return EditResult(edited, tuple(applicable), tuple(refused))
        if len(applicable) == 1:
            refused.append((applicable[0], "the edit would change other values, for example through an alias"))
        applicable = applicable[: len(applicable) // 2]
    return EditResult(text, refused=tuple(refused))


def _applicable(editor: TextEditor, groups: Sequence[Group]) -> tuple[list[Group], list[tuple[Group, str]]]:
    """Return the groups that can be applied without overlaps, and those that cannot be applied."""
    applicable: list[Group] = []
    refused: list[tuple[Group, str]] = []
    taken: list[Splice] = []
    for group in dict.fromkeys(groups):
        try:
            splices = list(editor.splices(group))
        except EditError as error:
            refused.append((group, str(error)))
            continue
        if not any(_overlap(one, other) for one in splices for other in taken):
            applicable.append(group)
            taken += splices
    return applicable, refused


def _overlap(one: Splice, other: Splice) -> bool:
    """Whether two splices overlap; two insertions at the same offset do not."""
    if one.start == one.end and other.start == other.end:
        return False
    return one.start < other.end and other.start < one.end


def _edited(editor: TextEditor, groups: Sequence[Group]) -> str | None:
    """Return the text after all edits; ``None`` if they conflict."""
    try:
        splices = list(dict.fromkeys(editor.splices([edit for group in groups for edit in group])))
    except EditError:
        return None
    text, parts, reached = editor.text, [], 0
    for splice in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        if splice.start < reached:
            return None
        parts += [text[reached : splice.start], splice.text]
        reached = splice.end
    return "".join([*parts, text[reached:]])


def _is_expected(tree: Any, text: str, name: str, groups: Sequence[Group]) -> bool:
    """Whether a text has the same content as the tree after the edits."""
    try:
        found = parse(text, name)
        expected = with_edits(tree, [edit for group in groups for edit in group])
    except (DocumentError, EditError, KeyError):
        return False
    return not found.findings and _is_equal(found.tree, expected)


def _is_equal(one: Any, other: Any) -> bool:
    """Return strict equality: ``1`` equals neither ``true`` nor ``1.0``."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_is_equal(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_is_equal, one, other))
    return bool(one == other)


def with_edits(tree: Any, edits: Sequence[Edit]) -> Any:
    """Return a copy of a tree after edits; all pointers refer to the tree before the edits.

    :raises EditError: for an edit that cannot be applied.
    :raises KeyError: for a pointer to a missing value.
    """
    tree = copy.deepcopy(tree)
    targets = [(_holder(tree, edit), edit) for edit in dict.fromkeys(edits)]
    for (holder, token), edit in targets:
        if edit.action == "replace":
            holder[token] = json.loads(edit.value)
        elif edit.action == "insert":
            if not isinstance(holder, dict) or edit.key in holder:
                raise EditError(f"cannot insert {edit.key!r} here")
            holder[edit.key] = json.loads(edit.value)
    for (holder, token), edit in targets:
        if edit.action == "rename":
            renamed = {edit.key if key == token else key: value for key, value in holder.items()}
            holder.clear()
            holder.update(renamed)
    removed = [(holder, token) for (holder, token), edit in targets if edit.action == "remove"]
    for holder, token in sorted(removed, key=lambda one: one[1] if isinstance(one[1], int) else 0, reverse=True):
        del holder[token]
    return tree


def _holder(tree: Any, edit: Edit) -> tuple[Any, Any]:
    """Return the container of the edited value with its key or index; for insertions the value itself."""
    pointer = edit.location.pointer
    node = walk(tree, pointer)
    if edit.action == "insert":
        return node, edit.key
    if not pointer:
        raise EditError(f"cannot {edit.action} the whole document")
    holder = walk(tree, pointer.rpartition("/")[0])
    token = split_pointer(pointer)[-1]
    return holder, int(token) if isinstance(holder, list) else token
