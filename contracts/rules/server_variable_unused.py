"""The rule ``server-variable-unused``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.servers import VARIABLE, servers
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for server in servers(survey):
        used = set(VARIABLE.findall(server.url))
        for name in server.variables:
            if name not in used and not name.startswith("x-"):
                yield Found(
                    server.at("variables", name),
                    f"server variable {name!r} does not stand in the address {server.url!r}",
                )


RULE = Rule(
    id="server-variable-unused",
    family="paths",
    title="each declared server variable stands in the server's address",
    severity=Severity.WARNING,
    why="Its value goes nowhere (OpenAPI 3.1, 'Server Variable Object'); mostly the address has lost its braces, or "
    "the name is misspelt.",
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
    remedy="write it into the address in braces, or remove it",
    looks_at=("document",),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
