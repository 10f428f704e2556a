"""The rule ``server-localhost``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.servers import servers
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit

LOCAL = re.compile(
    r"[a-z][a-z0-9+.-]*://(localhost|[^/:?#]+\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1\])(?=[:/?#]|$)", re.IGNORECASE
)


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    found = list(servers(survey))
    if all(LOCAL.match(server.filled()) for server in found):
        for server in found:
            yield Found(server.at("url"), f"the server's address {server.url!r} is on the reader's machine")


RULE = Rule(
    id="server-localhost",
    family="style",
    title="a document does not speak of the reader's own machine only",
    severity=Severity.HINT,
    why="To readers, 'localhost' is their own machine (RFC 6761, section 6.3), where the API is not.",
    good="""\
servers: [{url: 'https://api.cases.io'}, {url: 'http://localhost:8080'}]
""",
    bad="""\
servers: [{url: 'http://localhost:8080'}]
""",
    remedy="add the address under which others reach the API",
    looks_at=("document",),
    check=_check,
    versions=(
        "3.0",
        "3.1",
        "3.2",
    ),
)
