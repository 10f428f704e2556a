"""Whether the parts of a document fit one another: what no schema of one object can say."""

from __future__ import annotations

import difflib
import re
from collections.abc import Generator, Iterator
from typing import Any, NamedTuple

from contracts.spec.document import Document
from contracts.spec.faults import Fault
from contracts.spec.pointers import child_pointer, reference_pointer, walk
from contracts.spec.shapes import OPERATIONS
from contracts.spec.swagger_operations import FORMS, texts
from contracts.spec.traversal import Visit, pointer_of

PLACEHOLDER = re.compile(r"\{([^{}/]*)\}")

Found = tuple[str, Fault]
"""The rule and the mistake."""


class _Item(NamedTuple):
    """A mapping and its pointer."""

    pointer: str
    node: dict[str, Any]


def check_coherence(document: Document) -> Iterator[Found]:
    """Find clashes between operations, paths, parameters and security schemes."""
    tree = document.tree
    paths = list(_paths(tree))
    yield from _check_paths(paths)
    operations = [operation for _, item in paths for operation in _operations(item)]
    yield from _check_operation_ids(document, [*operations, *_webhook_operations(tree)])
    misnamed = _misnamed(tree, paths)
    for template, item in paths:
        yield from _check_parameters(tree, template, item, misnamed)
    yield from _check_security(tree, operations)


def _paths(tree: dict[str, Any]) -> Iterator[tuple[_Item, _Item]]:
    """Each path's own place and the path item behind it."""
    paths = tree.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        if path.startswith("/") and isinstance(item, dict):
            own = _Item(child_pointer("", "paths", path), item)
            yield own, _resolve(tree, own)


def _webhook_operations(tree: dict[str, Any]) -> Iterator[_Item]:
    webhooks = tree.get("webhooks")
    for name, item in webhooks.items() if isinstance(webhooks, dict) else ():
        if isinstance(item, dict):
            yield from _operations(_resolve(tree, _Item(child_pointer("", "webhooks", name), item)))


def _operations(item: _Item) -> Iterator[_Item]:
    for method in OPERATIONS:
        operation = item.node.get(method)
        if isinstance(operation, dict):
            yield _Item(child_pointer(item.pointer, method), operation)


def _resolve(tree: dict[str, Any], item: _Item) -> _Item:
    """What a mapping refers to in the end; itself where it refers to nothing, or nowhere."""
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
        item = _Item(pointer, target)
    return item


def _check_paths(paths: list[tuple[_Item, _Item]]) -> Iterator[Found]:
    """Templates that match the same requests (OpenAPI 3.1, "Path Templating Matching"), and broken ones."""
    first: dict[str, str] = {}
    for own, _ in paths:
        template = _template(own)
        same = first.setdefault(PLACEHOLDER.sub("{}", template), template)
        if same != template:
            message = f"path {template!r} is the same as {same!r} but for the names of its parameters"
            yield "ambiguous-path", Fault(own.pointer, message, "keep one of the two")
        if re.search(r"[{}]", PLACEHOLDER.sub("", template)) or "" in PLACEHOLDER.findall(template):
            yield (
                "path-template",
                Fault(own.pointer, f"broken path template {template!r}", "write parameters as '{name}'"),
            )


def _template(own: _Item) -> str:
    return own.pointer.removeprefix("/paths/").replace("~1", "/").replace("~0", "~")


def _check_operation_ids(document: Document, operations: list[_Item]) -> Iterator[Found]:
    first: dict[str, _Item] = {}
    for operation in operations:
        name = operation.node.get("operationId")
        if not isinstance(name, str):
            continue
        other = first.setdefault(name, operation)
        if other is not operation and other.pointer != operation.pointer:
            pointer = child_pointer(operation.pointer, "operationId")
            where = _where(document, child_pointer(other.pointer, "operationId"), pointer)
            message = f"duplicate operationId {name!r}, first at {where}"
            yield "duplicate-operation-id", Fault(pointer, message, "give each operation its own")


def _where(document: Document, pointer: str, seen_from: str) -> str:
    """A place as short as it can be put in a message about another one."""
    place = document.locate(pointer)
    if not place.line:
        return f"#{place.pointer}"
    file = "" if place.file == document.locate(seen_from).file else f"{place.file}:"
    return f"{file}{place.line}:{place.column}"


def _misnamed(tree: dict[str, Any], paths: list[tuple[_Item, _Item]]) -> set[str]:
    """Pointers of parameters that stand in no path that has them, where each lacks one: they have the wrong name."""
    fits: dict[str, bool] = {}
    for own, item in paths:
        names = PLACEHOLDER.findall(_template(own))
        found = [one for owner in (item, *_operations(item)) for _, one in _parameters(tree, owner)]
        declared = {one.node["name"] for one in found if one.node["in"] == "path"}
        for parameter in found:
            is_meant = parameter.node["name"] in names or declared.issuperset(names)
            fits[parameter.pointer] = fits.get(parameter.pointer, False) or is_meant
    return {pointer for pointer, is_meant in fits.items() if not is_meant}


def _check_parameters(tree: dict[str, Any], own: _Item, item: _Item, misnamed: set[str]) -> Iterator[Found]:
    """Path parameters and the template must name each other (OpenAPI 3.1, "Parameter Locations")."""
    names = PLACEHOLDER.findall(_template(own))
    for name in _repeated(names):
        yield "path-parameter", Fault(own.pointer, f"path parameter {name!r} stands twice in the path", "rename one")
    shared = yield from _check_declared(tree, item, names, misnamed)
    declared = set(shared)
    lacking: dict[str, list[str]] = {}
    for operation in (operations := list(_operations(item))):
        own_names = yield from _check_declared(tree, operation, names, misnamed)
        declared |= own_names
        if _has_lost(tree, item) or _has_lost(tree, operation):
            continue  # the name that is missing may be that of the lost one
        for name in dict.fromkeys(names):
            if name and name not in shared and name not in own_names:
                lacking.setdefault(name, []).append(operation.pointer)
    for name, pointers in lacking.items():
        # Where another is declared in its stead, the path may be what is misspelt.
        is_renamed = len(pointers) == len(operations) and not declared.issubset(names)
        hint = f"declare it with 'in: path' and 'required: true', or take '{{{name}}}' out of the path"
        for pointer in [own.pointer] if is_renamed else pointers:
            yield "path-parameter", Fault(pointer, f"path parameter {name!r} is not declared", hint)


def _check_declared(
    tree: dict[str, Any], owner: _Item, names: list[str], misnamed: set[str]
) -> Generator[Found, None, set[str]]:
    """Check the parameters of a path item or operation against the names in the template.

    :param misnamed: see :func:`_misnamed`; the fault of one of them is where its name is.
    :returns: the names of its path parameters.
    """
    seen: set[tuple[str, str]] = set()
    for place, parameter in _parameters(tree, owner):
        name, location = parameter.node["name"], parameter.node["in"]
        if (name, location) in seen:
            message = f"parameter {name!r} in {location} is declared twice"
            yield "duplicate-parameter", Fault(place, message, "keep one of the two")
        seen.add((name, location))
        if location == "path" and name not in names:
            message = f"path parameter {name!r} is not in the path"
            fault = child_pointer(parameter.pointer, "name") if parameter.pointer in misnamed else place
            yield "path-parameter", Fault(fault, message, f"put '{{{name}}}' into the path, or remove the parameter")
    return {name for name, location in seen if location == "path"}


def _parameters(tree: dict[str, Any], owner: _Item) -> Iterator[tuple[str, _Item]]:
    """Where each parameter stands in its list, and what it is, references followed."""
    entries = owner.node.get("parameters")
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            place = child_pointer(owner.pointer, "parameters", index)
            parameter = _resolve(tree, _Item(place, entry))
            if isinstance(parameter.node.get("name"), str) and isinstance(parameter.node.get("in"), str):
                yield place, parameter


def _has_lost(tree: dict[str, Any], owner: _Item) -> bool:
    """Whether a parameter of it is a reference that leads to none."""
    entries = owner.node.get("parameters")
    listed = entries if isinstance(entries, list) else []
    references = [entry for entry in listed if isinstance(entry, dict) and "$ref" in entry]
    found = [_resolve(tree, _Item("", entry)).node for entry in references]
    return any(not isinstance(node.get(key), str) for node in found for key in ("name", "in"))


def _repeated(names: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if names.count(name) > 1]


def _check_security(tree: dict[str, Any], operations: list[_Item]) -> Iterator[Found]:
    """Requirements name schemes of the document's own components (OpenAPI 3.1, "Security Requirement Object")."""
    components = tree.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, dict) else None
    known = list(schemes) if isinstance(schemes, dict) else []
    for owner in [_Item("", tree), *operations]:
        requirements = owner.node.get("security")
        for index, requirement in enumerate(requirements if isinstance(requirements, list) else ()):
            for name in requirement if isinstance(requirement, dict) else ():
                if name not in known:
                    pointer = child_pointer(owner.pointer, "security", index, name)
                    close = difflib.get_close_matches(name, known, 1, 0.7)
                    guess = f"; did you mean {close[0]!r}?" if close else ""
                    hint = "declare it under components/securitySchemes"
                    yield "unknown-security-scheme", Fault(pointer, f"unknown security scheme {name!r}{guess}", hint)


def check_swagger(document: Document) -> Iterator[Found]:
    """Find operations whose bodies, files and examples do not go together (2.0, "Parameter", "Response Object")."""
    targets = {id(reference.holder): node for _, reference, _, node in document.edges}
    for here in document.visits:
        if here.kind == "swagger-operation":
            parameters = list(_swagger_parameters(here, targets))
            yield from _check_bodies(parameters)
            yield from _check_files(here, parameters, document.tree)
            yield from _check_examples(here, targets, document.tree)


def _swagger_parameters(here: Visit, targets: dict[int, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Where each parameter of an operation stands in its list, and what it is."""
    parameters = here.node.get("parameters")
    for index, entry in enumerate(parameters if isinstance(parameters, list) else ()):
        node = targets.get(id(entry), entry)
        if isinstance(node, dict):
            yield child_pointer(pointer_of(here.trail), "parameters", index), node


def _check_bodies(parameters: list[tuple[str, dict[str, Any]]]) -> Iterator[Found]:
    """Two bodies, or a body beside form fields."""
    first = ""
    for pointer, node in parameters:
        place = node.get("in")
        if place not in ("body", "formData"):
            continue
        if first and "body" in (first, place):
            message = "a second body" if place == first else "a body beside form fields"
            yield "several-bodies", Fault(pointer, message, "keep one body in an operation")
        first = first or place


def _check_files(here: Visit, parameters: list[tuple[str, dict[str, Any]]], tree: dict[str, Any]) -> Iterator[Found]:
    """Files in an operation that takes no forms."""
    consumes = texts(here.node.get("consumes", tree.get("consumes")))
    forms = [name for name in consumes if name.partition(";")[0].strip() in FORMS]
    for pointer, node in parameters:
        if node.get("type") == "file" and not forms:
            own = "consumes" in here.node
            place = child_pointer(pointer_of(here.trail), "consumes") if own else pointer
            message = f"parameter {node.get('name')!r} is a file, but the operation takes no form"
            yield "file-without-form", Fault(place, message, "put multipart/form-data into 'consumes'")


def _check_examples(here: Visit, targets: dict[int, Any], tree: dict[str, Any]) -> Iterator[Found]:
    """Examples of media types that are not answered."""
    produces = texts(here.node.get("produces", tree.get("produces")))
    responses = here.node.get("responses")
    for status, response in responses.items() if isinstance(responses, dict) and produces else ():
        node = targets.get(id(response), response)
        examples = node.get("examples") if isinstance(node, dict) and node is response else None
        for name in examples if isinstance(examples, dict) else ():
            if name not in produces and not name.startswith("x-"):
                place = child_pointer(pointer_of(here.trail), "responses", status, "examples", name)
                message = f"an example of {name}, but the operation answers {', '.join(produces)}"
                yield "example-not-produced", Fault(place, message, "add it to 'produces', or remove the example")
