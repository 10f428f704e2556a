"""Semantic checks of Swagger 2.0: bodies, files and examples of operations ("Parameter Object", "Response Object")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.spec.document import Document
from contracts.spec.document_errors import DocumentIssue
from contracts.spec.path_items import parts_of
from contracts.spec.pointers import child_pointer
from contracts.spec.semantic_checks import Found
from contracts.spec.swagger_operations import FORMS, string_list
from contracts.spec.traversal import Visit, pointer_of

Parameters = list[tuple[str, dict[str, Any]]]
"""Pointers of list entries, with the parameters that they resolve to."""


def check_swagger(document: Document) -> Iterator[Found]:
    """Find inconsistent bodies, files and examples.

    An operation also has the parameters of its path item, except those that it overrides; what is wrong with them alone
    is yielded for each operation.
    """
    targets = {id(reference.holder): node for _, reference, _, node in document.edges}
    shared: dict[str, Parameters] = {}
    for here in document.visits:
        if here.kind == "swagger-path-item":
            pointer = pointer_of(here.trail)
            parts = parts_of(document.tree, pointer, here.node)
            shared[pointer] = [one for part in parts for one in _parameters(part.pointer, part.node, targets)]
            yield from _check_bodies(shared[pointer])
        elif here.kind == "swagger-operation":
            own = list(_parameters(pointer_of(here.trail), here.node, targets))
            overridden = {_identity(node) for _, node in own}
            inherited = shared.get(pointer_of(here.trail[0]), [])
            parameters = [one for one in inherited if _identity(one[1]) not in overridden] + own
            yield from _check_bodies(parameters)
            yield from _check_files(here, parameters, document.tree)
            yield from _check_examples(here, targets, document.tree)


def _parameters(pointer: str, owner: dict[str, Any], targets: dict[int, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each parameter of a path item or operation: the pointer of its list entry, and what that resolves to."""
    entries = owner.get("parameters")
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        node = targets.get(id(entry), entry)
        if isinstance(node, dict):
            yield child_pointer(pointer, "parameters", index), node


def _identity(parameter: dict[str, Any]) -> tuple[str, str]:
    return str(parameter.get("name")), str(parameter.get("in"))


def _check_bodies(parameters: Parameters) -> Iterator[Found]:
    """Find operations with two body parameters, or with a body parameter and form parameters."""
    first = ""
    for pointer, node in parameters:
        location = node.get("in")
        if location not in ("body", "formData"):
            continue
        if first and "body" in (first, location):
            message = "second body parameter" if location == first else "body and form parameters in one operation"
            yield "several-bodies", DocumentIssue(pointer, message, "keep one body parameter, or only form parameters")
        first = first or location


def _check_files(here: Visit, parameters: Parameters, tree: dict[str, Any]) -> Iterator[Found]:
    """Find file parameters in operations that do not consume forms."""
    consumes = string_list(here.node.get("consumes", tree.get("consumes")))
    forms = [name for name in consumes if name.partition(";")[0].strip() in FORMS]
    for pointer, node in parameters:
        if node.get("type") == "file" and not forms:
            own = "consumes" in here.node
            location = child_pointer(pointer_of(here.trail), "consumes") if own else pointer
            message = f"file parameter {node.get('name')!r}, but 'consumes' does not list a form media type"
            yield "file-without-form", DocumentIssue(location, message, "add 'multipart/form-data' to 'consumes'")


def _check_examples(here: Visit, targets: dict[int, Any], tree: dict[str, Any]) -> Iterator[Found]:
    """Find examples whose media type is not listed in 'produces'."""
    produces = string_list(here.node.get("produces", tree.get("produces")))
    responses = here.node.get("responses")
    for status, response in responses.items() if isinstance(responses, dict) and produces else ():
        node = targets.get(id(response), response)
        examples = node.get("examples") if isinstance(node, dict) and node is response else None
        for name in examples if isinstance(examples, dict) else ():
            if name not in produces and not name.startswith("x-"):
                pointer = child_pointer(pointer_of(here.trail), "responses", status, "examples", name)
                message = f"example for {name}, but the operation produces {', '.join(produces)}"
                yield (
                    "example-not-produced",
                    DocumentIssue(pointer, message, "add it to 'produces', or remove the example"),
                )
