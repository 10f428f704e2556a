"""The rule ``server-example-com``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.servers import servers
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit

OF_EXAMPLES = re.compile(
    r"[a-z][a-z0-9+.-]*://([^/@]*@)?([^/:?#]*\.)?(example\.(com|org|net)|example)\.?(?=[:/?#]|$)", re.IGNORECASE
)


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for server in servers(survey):
        if OF_EXAMPLES.match(server.filled()):
            yield Found(server.at("url"), f"the server's address {server.url!r} is that of an example")


RULE = Rule(
    id="server-example-com",
    family="style",
    title="no server is that of an example",
    severity=Severity.WARNING,
    why="The domains of examples belong to nobody (RFC 2606, section 3; RFC 6761, section 6.5): requests sent there "
    "reach no API.",
    good="""\
servers: [{url: 'https://api.cases.io/v1'}]
""",
    bad="""\
servers: [{url: 'https://api.example.com/v1'}]
""",
    remedy="write the API's own address",
    looks_at=("document",),
    check=_check,
    versions=(
        "3.0",
        "3.1",
        "3.2",
    ),
)
