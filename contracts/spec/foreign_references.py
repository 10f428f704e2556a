"""Remove URIs that look like references to other documents, but are data.

A ``$ref`` in data or in an unknown keyword is not a reference (:mod:`contracts.spec.traversal`); the loader keeps it.
But libraries follow whatever looks like one: the fuzzing engine reads URLs, files and the ``externalValue`` of
examples, and jsonschema-rs resolves references in keywords of other drafts. So these are removed from their copy:

- a ``$ref`` or ``$dynamicRef`` that is not a JSON pointer to a value of the document, except in data;
- ``$schema``, and the ``externalValue`` of examples;
- targets of a discriminator outside of the document;
- on request, data with such a reference (examples, defaults, ``enum``, ``const``), and examples with an
  ``externalValue``. They are removed as a whole, as a value with another content would be wrong.
"""

from __future__ import annotations

import copy
from typing import Any

from contracts.spec.pointers import reference_pointer, walk
from contracts.spec.traversal import visit_bundled

REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")

DATA = ("example", "x-example", "default", "const", "value", "dataValue")
"""Keys of objects of OpenAPI and of schemas whose value is data."""

DATA_LISTS = ("enum", "examples", "x-examples")
"""The same for keys whose value has several data, in a list or by name."""

MAX_STEPS = 100


def without_foreign_references(tree: dict[str, Any], *, with_data: bool) -> dict[str, Any]:
    """Return a copy of a document without what leads out of it.

    :param tree: a document in the form of OpenAPI 3.1, with internal references only.
    :param with_data: whether to keep all data.
    """
    copied: dict[str, Any] = _Copier(tree, with_data=with_data).copy(tree)
    return copied


class _Copier:
    def __init__(self, tree: dict[str, Any], *, with_data: bool) -> None:
        self.tree = tree
        self.with_data = with_data
        self.objects = {id(visit.node) for visit in visit_bundled(tree)}
        self.known: dict[str, bool] = {}

    def copy(self, node: Any) -> Any:
        if isinstance(node, list):
            return [self.copy(item) for item in node]
        if not isinstance(node, dict):
            return node
        result: dict[str, Any] = {}
        for key, value in node.items():
            if isinstance(value, dict) and id(value) in self.objects:  # also a property with the name of a keyword
                result[key] = self.copy(value)
            elif key in DATA:
                if self.with_data or not self.is_foreign(value):
                    result[key] = copy.deepcopy(value)
            elif key in DATA_LISTS and isinstance(value, list | dict):
                if kept := value if self.with_data else self.data_list(value):
                    result[key] = copy.deepcopy(kept)
            elif not self.is_removed(key, value):
                result[key] = self.discriminator(value) if key == "discriminator" else self.copy(value)
        return result

    def is_removed(self, key: str, value: Any) -> bool:
        if not isinstance(value, str):
            return False
        if key in REFERENCES:
            return not self.is_internal(value)
        return key in {"$schema", "externalValue"}

    def data_list(self, values: list[Any] | dict[str, Any]) -> list[Any] | dict[str, Any]:
        """Return the examples that can be used without reading anything."""
        if isinstance(values, list):
            return [value for value in values if self.is_usable(value)]
        return {name: value for name, value in values.items() if self.is_usable(value)}

    def is_usable(self, value: Any) -> bool:
        return not self.is_foreign(value) and not self.is_external(value)

    def is_external(self, example: Any) -> bool:
        """Whether the value of an example is elsewhere."""
        steps = 0
        while isinstance(example, dict) and isinstance(example.get("$ref"), str) and steps < MAX_STEPS:
            if not self.is_internal(example["$ref"]):
                return True
            example, steps = walk(self.tree, reference_pointer(example["$ref"])), steps + 1
            if self.is_foreign(example):
                return True
        return isinstance(example, dict) and "externalValue" in example and "value" not in example

    def is_foreign(self, value: Any) -> bool:
        """Whether a value contains a reference that leads out of the document."""
        waiting = [value]
        while waiting:
            here = waiting.pop()
            if isinstance(here, list):
                waiting += here
            elif isinstance(here, dict):
                if any(isinstance(here.get(key), str) and not self.is_internal(here[key]) for key in REFERENCES):
                    return True
                waiting += here.values()
        return False

    def is_internal(self, reference: str) -> bool:
        found = self.known.get(reference)
        if found is None:
            found = self.known[reference] = self.exists(reference)
        return found

    def exists(self, reference: str) -> bool:
        if reference != "#" and not reference.startswith("#/"):
            return False
        try:
            walk(self.tree, reference_pointer(reference))
        except KeyError:
            return False
        return True

    def discriminator(self, value: Any) -> Any:
        """Return a discriminator with the mappings to schemas of the document."""
        if not isinstance(value, dict):
            return value
        copied = self.copy(value)
        mapping = value.get("mapping")
        if isinstance(mapping, dict):
            copied["mapping"] = {name: target for name, target in mapping.items() if self.is_target(target)}
        if not self.is_target(value.get("defaultMapping")):
            copied.pop("defaultMapping", None)
        return copied

    def is_target(self, target: Any) -> bool:
        components = self.tree.get("components")
        schemas = components.get("schemas") if isinstance(components, dict) else None
        names = schemas if isinstance(schemas, dict) else {}
        return isinstance(target, str) and (self.is_internal(target) or target in names)
