"""Repair what makes a document unusable: each repair changes the smallest element around an error."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from contracts.spec.lenient_kinds import (
    EMPTY,
    EMPTY_OPERATION,
    OPERATION_KINDS,
    PATHS_KINDS,
    RESPONSES_KINDS,
    Chain,
    complete,
)
from contracts.spec.lenient_values import PARAMETER_SCHEMA, UNUSABLE, corrected_key, corrected_value, type_and_format
from contracts.spec.object_model import OPERATIONS, Kind
from contracts.spec.pointers import child_pointer, reference_pointer, split_pointer, walk
from contracts.spec.tree_editor import TreeEditor, copy_json
from contracts.wording import pluralize

UNDECLARED = re.compile(r"path parameter '(?P<name>.+)' is not declared", re.DOTALL)
"""Message of a finding about a path template."""

REFERENCES = frozenset({"unresolved-reference", "remote-reference", "circular-reference", "wrong-reference"})
"""Rules about references that lead to nothing usable."""

PARAMETER_KINDS = frozenset({"parameter", "swagger-parameter"})

ENTRIES = frozenset({"duplicate-parameter", "several-bodies"})
"""Rules whose findings are at an entry of a list that is superfluous."""

ESSENTIAL: dict[Kind, frozenset[str]] = {
    "parameter": frozenset({"name", "in"}),
    "swagger-parameter": frozenset({"name", "in"}),
    "security-scheme": frozenset({"type", "in", "name", "scheme", "flows"}),
}
"""Keys without which an object is unusable."""

STATUS = re.compile(r"[1-5]([0-9]{2}|XX)|default|x-.*")
"""Keys of the responses of an operation."""

RENAMED_IN_20 = {"nullable": "x-nullable"}
"""Keys of schemas that Swagger 2.0 does not have, and the extensions that mean the same."""

EXAMPLE_KEYS = frozenset({"value", "externalValue", "dataValue", "serializedValue", "$ref"})
"""Keys that have the value of an example; an object with none of them is probably the value itself."""

EXTENSION = re.compile(r"\bx-mock-[a-z-]+")
"""The name of an extension in the message of a finding."""

Step = Callable[[], str]
"""Changes the tree; returns a description of the change, or ``""`` if it is not possible."""


class Repairs:
    """Repairs one document in place.

    :ivar emptied: schemas that were replaced by ``{}``, which accepts every value.
    :ivar untested: pointers of operations that were replaced.
    :ivar changed: pointer of what the last repair changed; errors below it are outdated.
    """

    def __init__(self, editor: TreeEditor, version: str) -> None:
        self.editor = editor
        self.version = version
        self.emptied: list[dict[str, Any]] = []
        self.untested: list[str] = []
        self.changed = ""
        self._done: set[tuple[str, str]] = set()

    def repair(self, rule: str, message: str, pointer: str, chain: Chain) -> str:
        """Change the smallest element around an error.

        :param rule: rule of the finding.
        :param message: message of the finding.
        :param pointer: where the error is, in the current tree.
        :param chain: the objects that contain it, the root first.
        :returns: a description of the change; ``""`` if nothing can be done.
        """
        for name, step in self._steps(rule, message, pointer, chain):
            if name in self._done:
                continue
            self._done.add(name)
            self.changed = chain[-1][0] or pointer
            if change := step():
                return change
        return ""

    def _steps(self, rule: str, message: str, pointer: str, chain: Chain) -> Iterator[tuple[tuple[str, str], Step]]:
        """The possible repairs of an error with a key of each, the smallest first."""
        owner, kind = chain[-1]
        if rule == "unknown-security-scheme":
            yield (pointer, "declare"), lambda: self._declare_scheme(split_pointer(pointer)[-1])
        if rule == "path-parameter" and not pointer.endswith("/name"):
            yield (pointer, f"declare {message}"), lambda: self._declare_parameter(message, pointer)
        if rule in REFERENCES:
            yield (pointer, "reference"), lambda: self._drop_reference(pointer, chain)
        if rule in ENTRIES or (rule == "path-parameter" and "/parameters/" in pointer):
            entry = pointer.removesuffix("/name") if kind in PARAMETER_KINDS and pointer == f"{owner}/name" else pointer
            yield (entry, "entry"), lambda: self._remove(entry)
        if rule == "extension":
            yield (pointer, "extensions"), lambda: self._remove_extensions(message, pointer, owner)
        if len(chain) > 1 and chain[-2][1] in RESPONSES_KINDS and not STATUS.fullmatch(split_pointer(owner)[-1]):
            yield (owner, "key"), lambda: self._correct_key(owner, chain[-2][1])
            yield (owner, "status"), lambda: self._remove_value(owner, *chain[-2])
        if len(chain) > 1 and chain[-2][1] in PATHS_KINDS:
            yield (owner, "key"), lambda: self._correct_key(owner, chain[-2][1])
        yield (pointer, f"correct {message}"), lambda: self._correct_value(message, pointer, owner, kind)
        yield (pointer, "duplicates"), lambda: self._remove_duplicates(pointer)
        if pointer.startswith("/info"):
            yield ("/info", "complete"), lambda: self._complete(owner, kind)
        if pointer != owner and not ESSENTIAL.get(kind, frozenset()) & set(split_pointer(pointer[len(owner) :])[:1]):
            yield (pointer, "value"), lambda: self._remove_value(pointer, owner, kind)
        for number in range(len(chain) - 1, -1, -1):
            yield (chain[number][0], "complete"), lambda at=number: self._complete(*chain[at])  # type: ignore[misc]
            if number:
                yield (chain[number][0], "replace"), lambda at=number: self._replace(*chain[at])  # type: ignore[misc]
                yield (chain[number][0], "remove"), lambda at=number: self._remove(chain[at][0])  # type: ignore[misc]

    # ------------------------------------------------------------------ general

    def _complete(self, pointer: str, kind: Kind) -> str:
        self.changed = pointer or self.changed
        return complete(kind, walk(self.editor.tree, pointer), self.version) if self.editor.exists(pointer) else ""

    def _remove_value(self, pointer: str, owner: str, kind: Kind) -> str:
        """Remove a value inside an object, and complete the object."""
        if not self.editor.exists(pointer):
            return ""
        for step in (self._renamed, self._with_type, self._moved_into_schema):
            if change := step(pointer, owner, kind):
                return change
        change = self._remove(pointer)
        completed = self._complete(owner, kind)
        if kind in RESPONSES_KINDS:
            walk(self.editor.tree, owner).setdefault("default", {"description": ""})
            completed = "any other response is accepted"
        return ", ".join(filter(None, [change, completed]))

    def _renamed(self, pointer: str, owner: str, kind: Kind) -> str:
        holder, key = self.editor.element(pointer)
        new = RENAMED_IN_20.get(str(key), "") if kind == "schema" and self.version == "2.0" else ""
        if not new or pointer != child_pointer(owner, key):
            return ""
        holder[new] = holder.pop(key)
        return f"read as '{new}'"

    def _with_type(self, pointer: str, owner: str, kind: Kind) -> str:
        holder, key = self.editor.element(pointer)
        found = type_and_format(holder[key]) if key == "type" else {}
        if not found or kind not in ("schema", "swagger-parameter") or pointer != child_pointer(owner, key):
            return ""
        holder.update({"format": found["format"], **holder, "type": found["type"]} if "format" in found else found)
        completed = self._complete(owner, kind)
        read = f"read as {found['type']!r}" + (f" with format {found['format']!r}" if "format" in found else "")
        return ", ".join(filter(None, [read, completed]))

    def _moved_into_schema(self, pointer: str, owner: str, kind: Kind) -> str:
        """Move the keywords of a parameter or header of Swagger 2.0 into its schema, in a document of OpenAPI 3."""
        holder, key = self.editor.element(pointer)
        is_parameter = kind in ("parameter", "header") and self.version != "2.0"
        if not is_parameter or key not in PARAMETER_SCHEMA or pointer != child_pointer(owner, key):
            return ""
        if not isinstance(schema := holder.setdefault("schema", {}), dict) or "content" in holder:
            return ""
        moved = {one: holder.pop(one) for one in [*holder] if one in PARAMETER_SCHEMA}
        holder["schema"] = {**moved, **schema}
        self.changed = owner
        return f"moved {', '.join(map(repr, moved))} into 'schema'"

    def _correct_key(self, pointer: str, kind: Kind) -> str:
        """Rename a path or status code that is misspelled."""
        if not self.editor.exists(pointer):
            return ""
        holder, key = self.editor.element(pointer)
        new = corrected_key(str(key), kind)
        if not isinstance(holder, dict) or not new or new in holder:
            return ""
        self.changed = pointer.rpartition("/")[0]
        self.editor.rename(pointer, new)
        return f"read as '{new}'"

    def _correct_value(self, message: str, pointer: str, owner: str, kind: Kind) -> str:
        """Replace a value of the wrong type by the one that it means."""
        if not pointer or not self.editor.exists(pointer):
            return ""
        node = walk(self.editor.tree, owner)
        if kind == "example" and not self._is_example(node):
            self.changed = owner
            self.editor.replace(owner, {"value": node})
            return "read as the value of the example"
        holder, key = self.editor.element(pointer)
        if pointer == child_pointer(owner, "examples") and isinstance(holder[key], list):
            return self._complete(owner, kind)
        new, change = corrected_value(str(key), holder[key], message)
        if new is UNUSABLE:
            return ""
        self.changed = pointer
        self.editor.replace(pointer, new)
        return change

    def _is_example(self, node: Any) -> bool:
        return isinstance(node, dict) and not node.keys().isdisjoint(EXAMPLE_KEYS)

    def _remove(self, pointer: str) -> str:
        if not self.editor.exists(pointer):
            return ""
        self.changed = pointer
        holder, _ = self.editor.element(pointer)
        self.editor.remove(pointer)
        owner, _, token = pointer.rpartition("/")
        if isinstance(holder, list):
            self._done = {one for one in self._done if not one[0].startswith(f"{owner}/")}
            if not holder and owner.endswith("/security"):
                self.editor.remove(owner)  # an empty list would mean that no credentials are required
            return f"removed item {token} of '{split_pointer(owner)[-1]}'"
        return f"removed '{split_pointer(pointer)[-1]}'"

    def _remove_duplicates(self, pointer: str) -> str:
        """Remove the items of a list that equal earlier items."""
        items = walk(self.editor.tree, pointer) if self.editor.exists(pointer) else None
        if not isinstance(items, list):
            return ""
        texts = [json.dumps(one, sort_keys=True) for one in items]
        again = [index for index, text in enumerate(texts) if text in texts[:index]]
        for index in reversed(again):
            self._remove(child_pointer(pointer, index))
        self.changed = pointer
        return f"removed {pluralize(len(again), 'duplicate item')} of '{split_pointer(pointer)[-1]}'" if again else ""

    def _replace(self, pointer: str, kind: Kind) -> str:
        """Replace an object with one that allows everything, or remove it."""
        if not self.editor.exists(pointer):
            return ""
        self.changed = pointer
        if kind == "schema":
            return self._empty(pointer)
        if kind not in EMPTY:
            return self._remove(pointer)
        if kind in OPERATION_KINDS:
            self.untested.append(pointer)
        self.editor.replace(pointer, copy_json(EMPTY[kind]))
        return EMPTY_OPERATION if kind in OPERATION_KINDS else f"replaced by an empty {_name(kind)}"

    def _empty(self, pointer: str) -> str:
        schema: dict[str, Any] = {}
        self.emptied.append(schema)
        self.editor.replace(pointer, schema)
        return "any value is accepted"

    # ------------------------------------------------------------------ by rule

    def _drop_reference(self, pointer: str, chain: Chain) -> str:
        """Remove a reference that leads to nothing, with the object that consists of it."""
        owner, kind = chain[-1]
        if not self.editor.exists(pointer) or pointer != child_pointer(owner, "$ref"):
            return self._remove(pointer)
        return self._replace(owner, kind) if len(chain) > 1 else ""

    def _declare_scheme(self, name: str) -> str:
        """Declare a security scheme that requirements name: a token in the header ``Authorization``."""
        tree = self.editor.tree
        section = tree.setdefault("securityDefinitions", {})
        scheme: dict[str, Any] = {"type": "apiKey", "in": "header", "name": "Authorization"}
        if self.version != "2.0":
            tree.pop("securityDefinitions")
            section = tree.setdefault("components", {})
            section = section.setdefault("securitySchemes", {}) if isinstance(section, dict) else None
            scheme = {"type": "http", "scheme": "bearer"}
        if "basic" in name.lower():
            scheme = {"type": "basic"} if self.version == "2.0" else {"type": "http", "scheme": "basic"}
        if not isinstance(section, dict) or name in section:
            return ""
        section[name] = scheme
        return f"assumed {' '.join(scheme[key] for key in ('type', 'scheme', 'name') if key in scheme)}"

    def _declare_parameter(self, message: str, pointer: str) -> str:
        """Declare a parameter of a path template as a string, in an operation or all operations of a path item."""
        found = UNDECLARED.fullmatch(message)
        if not found or not self.editor.exists(pointer):
            return ""
        node = self._resolved(pointer)
        operations = [node[one] for one in OPERATIONS if isinstance(node.get(one), dict)] or [node]
        typed: dict[str, Any] = {"type": "string"} if self.version == "2.0" else {"schema": {"type": "string"}}
        for operation in operations:
            parameters = operation.setdefault("parameters", [])
            if not isinstance(parameters, list):
                return ""
            parameters.append({"name": found["name"], "in": "path", "required": True, **typed})
        return "assumed a string"

    def _resolved(self, pointer: str) -> dict[str, Any]:
        """The object at a pointer, or the one that it refers to."""
        node = walk(self.editor.tree, pointer)
        seen = {pointer}
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            pointer = reference_pointer(node["$ref"])
            if pointer in seen or not self.editor.exists(pointer):
                break
            seen.add(pointer)
            node = walk(self.editor.tree, pointer)
        return node if isinstance(node, dict) else {}

    def _remove_extensions(self, message: str, pointer: str, owner: str) -> str:
        """Remove the extension that contains a pointer or is named in the message, or else those of the object."""
        tokens = split_pointer(pointer)
        for length in range(len(tokens), 0, -1):
            if tokens[length - 1].startswith(("x-mock-", "x-faker")):
                return self._remove(child_pointer("", *tokens[:length]))
        match = EXTENSION.search(message)
        for holder in dict.fromkeys([pointer, owner, pointer.rpartition("/")[0], owner.rpartition("/")[0], ""]):
            node = walk(self.editor.tree, holder) if self.editor.exists(holder) else {}
            names = [key for key in node if key.startswith("x-mock-")] if isinstance(node, dict) else []
            names = [name for name in names if match is None or name == match[0]]
            for name in names:
                node.pop(name)
            if names:
                return f"removed {', '.join(map(repr, names))}"
        return ""


def _name(kind: Kind) -> str:
    """The name of a kind in messages."""
    return kind.removeprefix("swagger-").replace("-", " ")
