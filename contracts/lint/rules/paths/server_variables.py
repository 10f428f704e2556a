"""Rules for server variables and server names."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import listing, mapping
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.servers import VARIABLE, servers
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of
from contracts.wording import close_matches


def _check_undeclared(_: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    for server in servers(document_index):
        for name in dict.fromkeys(VARIABLE.findall(server.url)):
            if name not in server.variables:
                close = close_matches(name, [known for known in server.variables if known], 1)
                hint = f"did you mean {close[0]!r}?" if close else ""
                yield Violation(server.at("url"), f"server variable {name!r} is not declared", hint)


SERVER_VARIABLE_UNDECLARED = Rule(
    id="server-variable-undeclared",
    family="paths",
    title="server variables in a URL must be declared",
    severity=Severity.ERROR,
    why="Without a declaration the variable has no value, so the URL of the server is undefined (OpenAPI 3.1, 'Server "
    "Object').",
    good="""\
servers:
  - url: https://{region}.example.com
    variables: {region: {default: eu}}
""",
    bad="""\
servers:
  - url: https://{region}.example.com
    variables: {}
""",
    remedy="declare it under 'variables' with a default",
    node_types=("document",),
    check=_check_undeclared,
    versions=("3.0", "3.1", "3.2"),
)


def _check_unused(_: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    for server in servers(document_index):
        used = set(VARIABLE.findall(server.url))
        for name in server.variables:
            if name not in used and not name.startswith("x-"):
                message = f"server variable {name!r} does not appear in the URL {server.url!r}"
                yield Violation(server.at("variables", name), message)


SERVER_VARIABLE_UNUSED = Rule(
    id="server-variable-unused",
    family="paths",
    title="declared server variables must appear in the server URL",
    severity=Severity.WARNING,
    why="The value of an unused variable has no effect (OpenAPI 3.1, 'Server Variable Object'). Usually the braces in "
    "the URL are missing, or the name is misspelled.",
    good="""\
servers:
  - url: https://{region}.example.com
    variables: {region: {default: eu}}
""",
    bad="""\
servers:
  - url: https://eu.example.com
    variables: {region: {default: eu}}
""",
    remedy="add it to the URL in braces, or remove it",
    node_types=("document",),
    check=_check_unused,
    versions=("3.0", "3.1", "3.2"),
)


def _check_default(_: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    for server in servers(document_index):
        for name, variable in server.variables.items():
            default = mapping(variable).get("default")
            allowed = [value for value in listing(mapping(variable).get("enum")) if isinstance(value, str)]
            if isinstance(default, str) and allowed and default not in allowed:
                yield Violation(
                    server.at("variables", name, "default"),
                    f"default {default!r} of server variable {name!r} is not in its enum",
                    f"use one of {', '.join(map(repr, allowed[:5]))}, or add the default to the enum",
                )


SERVER_DEFAULT_NOT_IN_ENUM = Rule(
    id="server-default-not-in-enum",
    family="paths",
    title="the default of a server variable must be in its enum",
    severity=Severity.ERROR,
    why="'If the enum is defined, the value MUST exist in the enum's values' (OpenAPI 3.1, 'Server Variable Object').",
    good="""\
servers:
  - url: https://{region}.example.com
    variables: {region: {default: eu, enum: [eu, us]}}
""",
    bad="""\
servers:
  - url: https://{region}.example.com
    variables: {region: {default: europe, enum: [eu, us]}}
""",
    remedy="use a value of the enum, or add the default to the enum",
    node_types=("document",),
    check=_check_default,
    versions=("3.0", "3.1", "3.2"),
)


def _check_duplicates(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    names: set[str] = set()
    for index, server in enumerate(listing(visit.node.get("servers"))):
        name = server.get("name") if isinstance(server, dict) else None
        if isinstance(name, str) and name in names:
            pointer = child_pointer(pointer_of(visit.trail), "servers", index, "name")
            yield Violation(pointer, f"server name {name!r} is used twice")
        elif isinstance(name, str):
            names.add(name)


SERVER_NAME_DUPLICATE = Rule(
    id="server-name-duplicate",
    family="paths",
    title="server names must be unique",
    severity=Severity.ERROR,
    why="Servers are identified by their names, which must be unique (OpenAPI 3.2, 'Server Object', 'name').",
    good="""\
openapi: 3.2.0
servers: [{name: live, url: 'https://api.example.com'}, {name: test, url: 'https://test.example.com'}]
""",
    bad="""\
openapi: 3.2.0
servers: [{name: live, url: 'https://api.example.com'}, {name: live, url: 'https://test.example.com'}]
""",
    remedy="give each server a unique name",
    node_types=("document.servers", "path-item.servers", "operation.servers"),
    check=_check_duplicates,
    versions=("3.2",),
)
