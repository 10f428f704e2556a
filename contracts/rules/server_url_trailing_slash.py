"""The rule ``server-url-trailing-slash``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Amendment, Found, Rule
from contracts.linting.servers import servers
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for server in servers(survey):
        bare = server.url.rstrip("/")
        if bare and bare != server.url and not bare.endswith(":") and not {"?", "#"} & set(bare):
            place = server.at("url")
            amendments = (Amendment("replace", place, value=bare),)
            yield Found(place, f"the server's address {server.url!r} ends with a slash", f"write {bare!r}", amendments)


RULE = Rule(
    id="server-url-trailing-slash",
    family="paths",
    title="the addresses of servers end without a slash",
    severity=Severity.HINT,
    why="A path is appended to the address as it is (OpenAPI 3.1, 'Paths Object'), so that the request goes to "
    "'https://example.com//cases'.",
    good="""\
servers: [{url: 'https://example.com/v1'}]
""",
    bad="""\
servers: [{url: 'https://example.com/v1/'}]
""",
    remedy="take the slash away",
    looks_at=("document",),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
    fixable=True,
)
