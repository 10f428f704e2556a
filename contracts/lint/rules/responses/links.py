"""Rules about the targets of links: ``link-operation`` and ``link-parameter``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from contracts.findings import Severity
from contracts.lint.document_access import mapping, text
from contracts.lint.document_index import DocumentIndex, LocatedOperation
from contracts.lint.links import Targets
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of
from contracts.wording import close_matches

REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//|/")
"""The start of a URL or of an absolute path on a server."""


def _check_operations(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    links = [link for link in index.by_kind.get("link", ()) if "$ref" not in link.node]
    if links:
        targets = Targets(index)
        for link in links:
            yield from _check_target(index, link, targets)


def _check_target(index: DocumentIndex, link: Visit, targets: Targets) -> Iterator[Violation]:
    pointer = pointer_of(link.trail)
    name, reference = link.node.get("operationId"), link.node.get("operationRef")
    if name is None and reference is None:
        if index.version == "3.0":
            yield Violation(pointer, "the link has neither 'operationId' nor 'operationRef'", "add 'operationId'")
    elif (name is None) == (reference is None) or targets.of(link.node, pointer) is not None:
        return
    elif isinstance(name, str):
        close = close_matches(name, targets.by_id, 1)
        hint = f"did you mean {close[0]!r}?" if close else ""
        yield Violation(child_pointer(pointer, "operationId"), f"no operation with operationId {name!r}", hint)
    elif isinstance(reference, str):
        yield from _check_reference(index, reference, pointer, targets)


def _check_reference(index: DocumentIndex, reference: str, pointer: str, targets: Targets) -> Iterator[Violation]:
    """Check an ``operationRef`` that leads to no operation of this document; it may lead to another document."""
    file, hash_sign, fragment = reference.partition("#")
    location = child_pointer(pointer, "operationRef")
    if REMOTE.match(file) or not (hash_sign and fragment.startswith("/")):
        return
    if targets.prefix_of(reference, pointer) is not None:
        in_document = "write it as '#/paths/~1cases/get', with each '/' of the path as '~1'"
        in_file = "reference an operation, or use its operationId"
        yield Violation(location, f"no operation at {reference!r}", in_file if file else in_document)
    elif index.document.files and not Path(targets.file_of(reference, pointer)).is_file():
        yield Violation(location, f"no such file: {file!r}", "check the path")


LINK_OPERATION = Rule(
    id="link-operation",
    family="responses",
    title="links must refer to an existing operation",
    severity=Severity.ERROR,
    why="A link refers to 'an existing, resolvable OAS operation' by operationId or operationRef (OpenAPI 3.1, 'Link "
    "Object').",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases, links: {again: {operationId: listCases}}}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases, links: {again: {operationId: listCase}}}}
""",
    remedy="use the operationId of an operation of the document",
    node_types=("document",),
    check=_check_operations,
    versions=("3.0", "3.1", "3.2"),
)


def _check_parameters(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    links = [link for link in index.by_kind.get("link", ()) if mapping(link.node, "parameters")]
    if links:
        targets = Targets(index)
        for link in links:
            target = targets.of(link.node, pointer_of(link.trail))
            if target is not None:
                yield from _unknown_parameters(link, target)


def _unknown_parameters(link: Visit, target: LocatedOperation) -> Iterator[Violation]:
    known = _parameter_names(target)
    for name in link.node["parameters"]:
        if name not in known and not name.startswith("x-"):
            close = close_matches(name, known, 1)
            hint = f"did you mean {close[0]!r}?" if close else _listed(known)
            pointer = child_pointer(pointer_of(link.trail), "parameters", name)
            yield Violation(pointer, f"{target.name} has no parameter {name!r}", hint)


def _parameter_names(operation: LocatedOperation) -> dict[str, None]:
    """Return the names of the operation's parameters, each also prefixed with its location."""
    names: dict[str, None] = {}
    for parameter in operation.parameters:
        name = text(parameter.node.get("name"))
        names |= {name: None, f"{parameter.node.get('in')}.{name}": None}
    return names


def _listed(known: dict[str, None]) -> str:
    names = [name for name in known if "." not in name]
    return f"its parameters: {', '.join(map(repr, names[:6]))}" if names else "it has no parameters; remove them"


LINK_PARAMETER = Rule(
    id="link-parameter",
    family="responses",
    title="link parameters must exist in the target operation",
    severity=Severity.ERROR,
    why="The key is the name of a parameter of the target operation, optionally prefixed with its location, e.g. "
    "path.id (OpenAPI 3.1, 'Link Object').",
    good="""\
paths:
  /cases/{id}:
    get:
      operationId: readCase
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: The case, links: {again: {operationId: readCase, parameters: {id: $request.path.id}}}}
""",
    bad="""\
paths:
  /cases/{id}:
    get:
      operationId: readCase
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: The case, links: {again: {operationId: readCase, parameters: {case: $request.path.id}}}}
""",
    remedy="use the name of a parameter of the operation",
    node_types=("document",),
    check=_check_parameters,
    versions=("3.0", "3.1", "3.2"),
)
