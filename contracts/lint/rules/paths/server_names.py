"""The rule ``server-name-duplicate``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.json_access import listing
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
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
    check=_check,
    versions=("3.2",),
)
