"""Where the parts of an operation are written: JSON pointers in the tree of its contract, references followed."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from contracts.spec.model import Contract, Operation
from contracts.spec.pointers import child_pointer, reference_pointer, walk

MAX_REFERENCES = 100
"""Maximum number of references from one object to the next that are followed."""


def follow(tree: Any, pointer: str) -> tuple[str, Any]:
    """Return pointer and value of the target of an object that may be a reference.

    :raises KeyError: if the pointer or a reference leads nowhere.
    """
    for _ in range(MAX_REFERENCES):
        node = walk(tree, pointer)
        if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
            return pointer, node
        pointer = reference_pointer(node["$ref"])
    raise KeyError(pointer)


class OperationPointers:
    """The pointers of one operation.

    :ivar pointer: that of the operation itself, which stands for all parts that it does not have.
    :ivar node: the operation as it is in the tree.
    """

    def __init__(self, contract: Contract, operation: Operation) -> None:
        self._tree = contract.tree
        self._path = child_pointer("/paths", operation.path)
        self.pointer = operation.pointer
        self.node: dict[str, Any] = walk(contract.tree, operation.pointer)

    @cached_property
    def _parameters(self) -> dict[tuple[str, str], tuple[str, dict[str, Any]]]:
        """Pointers and parameters by location and name; those of the operation override those of the path item."""
        found: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
        for owner in (follow(self._tree, self._path)[0], self.pointer):
            listed = walk(self._tree, owner).get("parameters", ())
            for index in range(len(listed)):
                pointer, node = follow(self._tree, child_pointer(owner, "parameters", index))
                found[_key(node["in"], node["name"])] = pointer, node
        return found

    def parameter(self, location: str, name: str) -> tuple[str, dict[str, Any]] | None:
        """Return pointer and object of a parameter; ``None`` if the operation has no such parameter."""
        found = self._parameters.get(_key(location, name))
        if found is None and location == "query":  # a form that is the whole query is compiled as ``query``
            return self._parameters.get(_key("querystring", name))
        return found

    @cached_property
    def body(self) -> tuple[str, dict[str, Any]] | None:
        """Pointer and object of the request body; ``None`` if the operation has none."""
        if "requestBody" not in self.node:
            return None
        return follow(self._tree, child_pointer(self.pointer, "requestBody"))

    @property
    def security(self) -> str:
        """The pointer of the security requirements: those of the operation, or of the document."""
        return child_pointer(self.pointer, "security") if "security" in self.node else "/security"

    def response(self, status: str) -> str:
        """Return the pointer of a documented response, by its key."""
        for key in self.node.get("responses", {}):
            if key.upper() == status.upper():
                return follow(self._tree, child_pointer(self.pointer, "responses", key))[0]
        return self.pointer


def _key(location: str, name: str) -> tuple[str, str]:
    return location, name.lower() if location == "header" else name
