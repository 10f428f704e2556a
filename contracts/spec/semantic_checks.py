"""Semantic checks of a document: consistency between objects, which the schema of one object cannot express."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterator
from typing import Any

from contracts.spec.document import SWAGGER_2, Document
from contracts.spec.document_errors import DocumentIssue
from contracts.spec.path_items import Part, operations_of, parts_of
from contracts.spec.pointers import child_pointer, reference_pointer, walk
from contracts.wording import close_matches

PLACEHOLDER = re.compile(r"\{([^{}/]*)\}")
BRACE = re.compile(r"[{}]")

Found = tuple[str, DocumentIssue]
"""Rule id and error."""


class _Path:
    """A path of the document.

    :ivar pointer: JSON pointer of its path item.
    :ivar parts: the objects that the path item consists of.
    """

    def __init__(self, tree: dict[str, Any], path: str, item: dict[str, Any]) -> None:
        self.template = path
        self.pointer = child_pointer("", "paths", path)
        self.parts = parts_of(tree, self.pointer, item)
        self.operations = _operations(self.parts)
        self.names = PLACEHOLDER.findall(path)


def check_coherence(document: Document) -> Iterator[Found]:
    """Find conflicts between paths, operations, parameters and security schemes."""
    tree = document.tree
    paths = list(_paths(tree))
    yield from _check_paths(paths)
    operations = [operation for path in paths for operation in path.operations]
    yield from _check_operation_ids(document, [*operations, *_webhook_operations(tree)])
    parameters = _Parameters(tree)
    misnamed = _misnamed(parameters, paths)
    for path in paths:
        yield from _check_parameters(parameters, path, misnamed)
    yield from _check_security(document, operations)


def _paths(tree: dict[str, Any]) -> Iterator[_Path]:
    paths = tree.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        if path.startswith("/") and isinstance(item, dict):
            yield _Path(tree, path, item)


def _webhook_operations(tree: dict[str, Any]) -> Iterator[Part]:
    webhooks = tree.get("webhooks")
    for name, item in webhooks.items() if isinstance(webhooks, dict) else ():
        if isinstance(item, dict):
            yield from _operations(parts_of(tree, child_pointer("", "webhooks", name), item))


def _operations(parts: list[Part]) -> list[Part]:
    return [Part(operation.pointer, operation.node) for operation in operations_of(parts)]


def _resolve(tree: dict[str, Any], item: Part) -> Part:
    """Follow references; return the last mapping that can be reached."""
    seen: set[str] = set()
    while isinstance(item.node.get("$ref"), str) and item.pointer not in seen:
        seen.add(item.pointer)
        pointer = reference_pointer(item.node["$ref"])
        try:
            target = walk(tree, pointer)
        except KeyError:
            return item
        if not isinstance(target, dict):
            return item
        item = Part(pointer, target)
    return item


def _check_paths(paths: list[_Path]) -> Iterator[Found]:
    """Find templates that match the same requests (OpenAPI 3.1, "Path Templating Matching"), and invalid templates."""
    first: dict[str, str] = {}
    for path in paths:
        template = path.template
        same = first.setdefault(PLACEHOLDER.sub("{}", template), template)
        if same != template:
            message = f"path {template!r} is equivalent to {same!r}: only the parameter names differ"
            yield "ambiguous-path", DocumentIssue(path.pointer, message, "keep only one of them")
        if BRACE.search(PLACEHOLDER.sub("", template)) or "" in path.names:
            yield (
                "path-template",
                DocumentIssue(path.pointer, f"invalid path template {template!r}", "write each parameter as '{name}'"),
            )


def _check_operation_ids(document: Document, operations: list[Part]) -> Iterator[Found]:
    first: dict[str, Part] = {}
    for operation in operations:
        name = operation.node.get("operationId")
        if not isinstance(name, str):
            continue
        other = first.setdefault(name, operation)
        if other is not operation and other.pointer != operation.pointer:
            pointer = child_pointer(operation.pointer, "operationId")
            where = _where(document, child_pointer(other.pointer, "operationId"), pointer)
            message = f"duplicate operationId {name!r}, first used at {where}"
            yield "duplicate-operation-id", DocumentIssue(pointer, message, "give each operation a unique operationId")


def _where(document: Document, pointer: str, seen_from: str) -> str:
    """The location of a pointer for a message about ``seen_from``: without the file name if it is the same file."""
    location = document.locate(pointer)
    if not location.line:
        return f"#{location.pointer}"
    file = "" if location.file == document.locate(seen_from).file else f"{location.file}:"
    return f"{file}{location.line}:{location.column}"


class _Parameters:
    """The parameters of path items and operations."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self._tree = tree
        self._found: dict[str, list[tuple[str, Part]]] = {}

    def of(self, owner: Part) -> list[tuple[str, Part]]:
        """Each parameter: the pointer of its list entry, and the parameter that it resolves to."""
        if owner.pointer not in self._found:
            self._found[owner.pointer] = list(self._resolved(owner))
        return self._found[owner.pointer]

    def _resolved(self, owner: Part) -> Iterator[tuple[str, Part]]:
        entries = owner.node.get("parameters")
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict):
                pointer = child_pointer(owner.pointer, "parameters", index)
                parameter = _resolve(self._tree, Part(pointer, entry))
                if isinstance(parameter.node.get("name"), str) and isinstance(parameter.node.get("in"), str):
                    yield pointer, parameter

    def has_unresolved(self, owner: Part) -> bool:
        """Whether a parameter is a reference that does not resolve to a parameter."""
        entries = owner.node.get("parameters")
        listed = entries if isinstance(entries, list) else []
        references = [entry for entry in listed if isinstance(entry, dict) and "$ref" in entry]
        found = [_resolve(self._tree, Part("", entry)).node for entry in references]
        return any(not isinstance(node.get(key), str) for node in found for key in ("name", "in"))


def _misnamed(parameters: _Parameters, paths: list[_Path]) -> set[str]:
    """Pointers of path parameters that are probably misnamed: no path has their name, and each lacks a parameter."""
    matches: dict[str, bool] = {}
    for path in paths:
        found = [one for owner in (*path.parts, *path.operations) for _, one in parameters.of(owner)]
        declared = {one.node["name"] for one in found if one.node["in"] == "path"}
        is_complete = declared.issuperset(path.names)
        for parameter in found:
            is_match = is_complete or parameter.node["name"] in path.names
            matches[parameter.pointer] = matches.get(parameter.pointer, False) or is_match
    return {pointer for pointer, is_match in matches.items() if not is_match}


def _check_parameters(parameters: _Parameters, path: _Path, misnamed: set[str]) -> Iterator[Found]:
    """Compare path parameters with the path template (OpenAPI 3.1, "Parameter Locations")."""
    names = path.names
    for name in _repeated(names):
        yield (
            "path-parameter",
            DocumentIssue(path.pointer, f"path parameter {name!r} appears twice in the path", "rename one of them"),
        )
    shared: set[str] = set()
    for part in path.parts:
        shared |= yield from _check_declared(parameters.of(part), names, misnamed)
    declared = set(shared)
    undeclared: dict[str, list[str]] = {}
    for operation in path.operations:
        own_names = yield from _check_declared(parameters.of(operation), names, misnamed)
        declared |= own_names
        missing = [name for name in dict.fromkeys(names) if name and name not in shared and name not in own_names]
        if not missing or "$ref" in path.parts[-1].node:
            continue
        if any(map(parameters.has_unresolved, (*path.parts, operation))):
            continue  # an unresolved reference may declare the missing name
        for name in missing:
            undeclared.setdefault(name, []).append(operation.pointer)
    for name, pointers in undeclared.items():
        # If all operations declare another name instead, the name in the path is probably misspelled: report it there.
        is_renamed = len(pointers) == len(path.operations) and not declared.issubset(names)
        hint = f"declare it with 'in: path' and 'required: true', or remove '{{{name}}}' from the path"
        for pointer in [path.pointer] if is_renamed else pointers:
            yield "path-parameter", DocumentIssue(pointer, f"path parameter {name!r} is not declared", hint)


def _check_declared(
    parameters: list[tuple[str, Part]], names: list[str], misnamed: set[str]
) -> Generator[Found, None, set[str]]:
    """Check the parameters of a path item or operation against the names in the template.

    :param misnamed: see :func:`_misnamed`; errors about these are located at the parameter's name.
    :returns: the names of its path parameters.
    """
    seen: set[tuple[str, str]] = set()
    for entry, parameter in parameters:
        name, location = parameter.node["name"], parameter.node["in"]
        if (name, location) in seen:
            message = f"duplicate parameter {name!r} in {location}"
            yield "duplicate-parameter", DocumentIssue(entry, message, "keep only one of them")
        seen.add((name, location))
        if location == "path" and name not in names:
            message = f"path parameter {name!r} does not appear in the path"
            pointer = child_pointer(parameter.pointer, "name") if parameter.pointer in misnamed else entry
            yield (
                "path-parameter",
                DocumentIssue(pointer, message, f"add '{{{name}}}' to the path, or remove the parameter"),
            )
    return {name for name, location in seen if location == "path"}


def _repeated(names: list[str]) -> list[str]:
    return [name for name, number in Counter(names).items() if number > 1]


def _check_security(document: Document, operations: list[Part]) -> Iterator[Found]:
    """Find requirements that name undeclared schemes (OpenAPI 3.1, "Security Requirement Object")."""
    tree = document.tree
    section = "securityDefinitions" if document.version == SWAGGER_2 else "components/securitySchemes"
    components = tree.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, dict) else None
    known = schemes.keys() if isinstance(schemes, dict) else set()
    for owner in [Part("", tree), *operations]:
        requirements = owner.node.get("security")
        for index, requirement in enumerate(requirements if isinstance(requirements, list) else ()):
            for name in requirement if isinstance(requirement, dict) else ():
                if name not in known:
                    pointer = child_pointer(owner.pointer, "security", index, name)
                    close = close_matches(name, known, 1, 0.7)
                    guess = f"; did you mean {close[0]!r}?" if close else ""
                    hint = f"declare it in '{section}', or remove it"
                    yield (
                        "unknown-security-scheme",
                        DocumentIssue(pointer, f"unknown security scheme {name!r}{guess}", hint),
                    )
