"""What only documents of Swagger 2.0 can have wrong: it is found in what was written, before it is turned into 3.0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.spec.document import Document, child_pointer
from contracts.spec.faults import Fault
from contracts.spec.swagger_operations import FORMS, texts
from contracts.spec.traversal import Visit, pointer_of

Found = tuple[str, Fault]
"""The rule and the mistake."""


def check_swagger(document: Document) -> Iterator[Found]:
    """Find operations whose bodies, files and examples do not go together (2.0, "Parameter", "Response Object")."""
    targets = {id(reference.holder): node for _, reference, _, node in document.edges}
    for here in document.visits:
        if here.kind == "swagger-operation":
            parameters = list(_parameters(here, targets))
            yield from _check_bodies(parameters)
            yield from _check_files(here, parameters, document.tree)
            yield from _check_examples(here, targets, document.tree)


def _parameters(here: Visit, targets: dict[int, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
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
