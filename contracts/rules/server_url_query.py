"""The rule ``server-url-query``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.servers import VARIABLE, servers
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for server in servers(survey):
        mark = re.search("[?#]", VARIABLE.sub("", server.url))
        if mark:
            kind = "a query" if mark[0] == "?" else "a fragment"
            yield Found(server.at("url"), f"the server's address {server.url!r} holds {kind}")


RULE = Rule(
    id="server-url-query",
    family="paths",
    title="no server's address holds a query or a fragment",
    severity=Severity.WARNING,
    why="The path is appended to the address (OpenAPI 3.1, 'Paths Object'), so that it becomes part of the query. "
    "OpenAPI 3.2 says that query and fragment must not be there.",
    good="""\
servers: [{url: 'https://example.com/v1'}]
""",
    bad="""\
servers: [{url: 'https://example.com?version=1'}]
""",
    remedy="describe the query with parameters of the operations",
    looks_at=("document",),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
