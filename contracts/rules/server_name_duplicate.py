"""The rule ``server-name-duplicate``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import listing
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    names: set[str] = set()
    for index, server in enumerate(listing(here.node.get("servers"))):
        name = server.get("name") if isinstance(server, dict) else None
        if isinstance(name, str) and name in names:
            pointer = child_pointer(pointer_of(here.trail), "servers", index, "name")
            yield Found(pointer, f"a second server is called {name!r}")
        elif isinstance(name, str):
            names.add(name)


RULE = Rule(
    id="server-name-duplicate",
    family="paths",
    title="each server has a name of its own",
    severity=Severity.ERROR,
    why="A server is referred to by its name, which is unique (OpenAPI 3.2, 'Server Object', 'name').",
    good="""\
openapi: 3.2.0
servers: [{name: live, url: 'https://api.example.com'}, {name: test, url: 'https://test.example.com'}]
""",
    bad="""\
openapi: 3.2.0
servers: [{name: live, url: 'https://api.example.com'}, {name: live, url: 'https://test.example.com'}]
""",
    remedy="call it otherwise",
    looks_at=("document.servers", "path-item.servers", "operation.servers"),
    check=_check,
    versions=("3.2",),
)
