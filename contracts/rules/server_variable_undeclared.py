"""The rule ``server-variable-undeclared``."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.servers import VARIABLE, servers
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for server in servers(survey):
        for name in dict.fromkeys(VARIABLE.findall(server.url)):
            if name not in server.variables:
                near = difflib.get_close_matches(name, [known for known in server.variables if known], 1)
                hint = f"did you mean {near[0]!r}?" if near else ""
                yield Found(server.at("url"), f"server variable {name!r} is not declared", hint)


RULE = Rule(
    id="server-variable-undeclared",
    family="paths",
    title="each variable of a server's address is declared",
    severity=Severity.ERROR,
    why="Without a declaration there is no value to put in its place, so the server has no address (OpenAPI 3.1, "
    "'Server Object').",
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
    looks_at=("document",),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
