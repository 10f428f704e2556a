"""JSON Patch (RFC 6902): a list of operations that change an item."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

import jsonpatch
import jsonpointer

from contracts.generation.json_encoding import encode_json
from contracts.spec.model import Operation
from contracts.spec.schemas import Schema
from mockserver.http.messages import read_json
from mockserver.state.item_schema import Item, ItemSchema

MEDIA_TYPE = "application/json-patch+json"
OPERATIONS = frozenset({"add", "remove", "replace", "move", "copy", "test"})
MAX_OPERATIONS = 1000
MAX_SIZE = 1 << 20
"""Maximum size of an item in bytes while it is patched: each ``copy`` may double it."""


class PatchError(Exception):
    """A patch cannot be applied; the message says why, for a person.

    :ivar is_conflict: whether the patch does not fit the state of the item; else it is not valid, or its result is not.
    :ivar index: the number of the operation, or ``None``.
    """

    def __init__(self, message: str, index: int | None = None, *, is_conflict: bool = False) -> None:
        super().__init__(message)
        self.index = index
        self.is_conflict = is_conflict

    @property
    def location(self) -> str:
        """Where in the request: ``body`` or ``body/3``."""
        return "body" if self.index is None else f"body/{self.index}"


def is_json_patch(headers: Mapping[str, str]) -> bool:
    """Whether the media type of a body is that of a JSON Patch."""
    return headers.get("content-type", "").partition(";")[0].strip().lower() == MEDIA_TYPE


def accepts_json_patch(operation: Operation) -> bool:
    """Whether the documented body is a list of ``op``, ``path`` and ``value``, whatever its media type."""
    content = operation.request_body.content if operation.request_body else ()
    return any(media.schema is not None and _is_patch_schema(media.schema) for media in content)


def _is_patch_schema(schema: Schema) -> bool:
    return schema.items is not None and schema.items.possible_properties.keys() >= {"op", "path"}


def patched(item_schema: ItemSchema, item: Item, operations: Any) -> Item:
    """Return an item after a JSON Patch. Properties that clients cannot set keep their values.

    :raises PatchError: if the patch cannot be applied, or the result is not a valid item.
    """
    if not isinstance(operations, list):
        raise PatchError("a JSON Patch is an array of operations")
    if len(operations) > MAX_OPERATIONS:
        raise PatchError(f"a JSON Patch may have at most {MAX_OPERATIONS} operations")
    changed = _applied(item, operations)
    if not isinstance(changed, dict):
        raise PatchError("the patched item is not an object")
    return _checked(item_schema, item, changed)


def _applied(item: Item, operations: Sequence[Any]) -> Any:
    value: Any = copy.deepcopy(item)
    for index, operation in enumerate(operations):
        if not isinstance(operation, Mapping) or operation.get("op") not in OPERATIONS:
            raise PatchError(f"expected an operation with one of {', '.join(sorted(OPERATIONS))}", index)
        value = _apply(value, dict(operation), index)
        _check_size(value, index)
    return value


def _apply(value: Any, operation: dict[str, Any], index: int) -> Any:
    try:
        return jsonpatch.JsonPatch([operation]).apply(value, in_place=True)
    except jsonpatch.InvalidJsonPatch as error:
        raise PatchError(_first_line(error), index) from None
    except (jsonpatch.JsonPatchException, jsonpointer.JsonPointerException) as error:
        raise PatchError(_first_line(error), index, is_conflict=True) from None
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError):
        # Such as a path below a string or a number, which the library does not expect.
        raise PatchError("the operation cannot be applied to the item", index, is_conflict=True) from None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200] or "the operation cannot be applied to the item"


def _check_size(value: Any, index: int) -> None:
    """Refuse a value that is too large, or nested too deeply for a JSON text of a client."""
    try:
        text = encode_json(value)
        if len(text) <= MAX_SIZE:
            read_json(text)
            return
    except (TypeError, ValueError, RecursionError):
        pass
    raise PatchError("the patched item is too large", index)


def _checked(item_schema: ItemSchema, item: Item, changed: Item) -> Item:
    """Return the patched item with the fixed properties of the original one, if it is valid."""
    fixed = {name for name in item_schema.schema.possible_properties if name not in item_schema.writable}
    kept = {name: item[name] for name in item if name in fixed}
    result = item_schema.without_write_only({**{k: v for k, v in changed.items() if k not in fixed}, **kept})
    ordered = {name: result[name] for name in (*(name for name in item if name in result), *result)}
    if not item_schema.schema.is_valid(ordered):
        raise PatchError("the patched item does not match its schema")
    return ordered
