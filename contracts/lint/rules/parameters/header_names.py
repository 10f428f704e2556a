"""Rules about header names: ``header-name-invalid`` (cookies, too) and ``header-declared-twice``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.http_syntax import is_token
from contracts.lint.document_access import mapping, text
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check_validity(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if visit.kind in ("response", "encoding"):
        names: dict[str, tuple[str, ...]] = {name: ("headers", name) for name in mapping(visit.node["headers"])}
        noun = "header"
    else:
        noun = str(visit.node.get("in"))
        names = {str(visit.node["name"]): ("name",)} if noun in ("header", "cookie") else {}
    for name, tokens in names.items():
        if not is_token(name):
            pointer = child_pointer(pointer_of(visit.trail), *tokens)
            yield Violation(pointer, f"{name!r} is not a valid {noun} name: {_reason(name)}")


def _reason(name: str) -> str:
    invalid = next((letter for letter in name if not is_token(letter)), "")
    if not invalid:
        return "it is empty"
    return "it contains a space" if invalid == " " else f"it contains {invalid!r}"


HEADER_NAME_INVALID = Rule(
    id="header-name-invalid",
    family="parameters",
    title="header and cookie names must be valid tokens",
    severity=Severity.ERROR,
    why="The name of a header or a cookie is a token: letters, digits and !#$%&'*+-.^_`|~ (RFC 9110, section 5.1; RFC "
    "6265, section 4.1.1). Other names cannot be sent.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{name: X-Request-Id, in: header, schema: {type: string}}]
      responses: {'200': {description: The cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{name: 'X-Request-Id:', in: header, schema: {type: string}}]
      responses: {'200': {description: The cases}}
""",
    remedy="use the name as it is sent, e.g. 'X-Request-Id'",
    node_types=("parameter.name", "security-scheme.name", "response.headers", "encoding.headers"),
    check=_check_validity,
)


def _check_duplicates(visit: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    first: dict[str, str] = {}
    for pointer, name in _headers(visit, document_index):
        other = first.setdefault(name.lower(), name)
        if other != name:
            yield Violation(pointer, f"header {name!r} differs from {other!r} only in case", "keep one of the two")


def _headers(visit: Visit, document_index: DocumentIndex) -> Iterator[tuple[str, str]]:
    """Yield the JSON pointer and the name of each header."""
    pointer = pointer_of(visit.trail)
    if visit.kind == "response":
        for name in mapping(visit.node.get("headers")):
            yield child_pointer(pointer, "headers", name), name
        return
    for index, site in document_index.members(pointer, visit.node, "parameters"):
        if site.node.get("in") == "header":
            yield child_pointer(pointer, "parameters", index), text(site.node.get("name"))


HEADER_DECLARED_TWICE = Rule(
    id="header-declared-twice",
    family="parameters",
    title="header names must differ in more than letter case",
    severity=Severity.ERROR,
    why="Header names are case-insensitive (RFC 9110, section 5.1), so both declarations describe the same header. A "
    "list of parameters must contain each header only once (OpenAPI 3.1, 'Operation Object').",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      parameters:
        - {name: X-Tenant, in: header, schema: {type: string}}
        - {name: x-team, in: header, schema: {type: string}}
      responses: {'200': {description: The cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      parameters:
        - {name: X-Tenant, in: header, schema: {type: string}}
        - {name: x-tenant, in: header, schema: {type: string}}
      responses: {'200': {description: The cases}}
""",
    remedy="keep one of the two",
    node_types=("path-item.parameters", "operation.parameters", "response.headers"),
    check=_check_duplicates,
)
