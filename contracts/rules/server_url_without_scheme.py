"""The rule ``server-url-without-scheme``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.servers import servers
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit

HOST = re.compile(r"(localhost|[\w-]+(\.[\w-]+)*\.[a-z]{2,}|\d+(\.\d+){3})(:\d+)?(/|\Z)", re.IGNORECASE)

FILE = re.compile(r"[^/]*\.(json|ya?ml|php|html?|aspx?|jsp|cgi|do)\Z", re.IGNORECASE)
"""The name of a file, which looks like that of a host."""


SLIP = re.compile(r"https?(//|;/|:\\|:(?!//))", re.IGNORECASE)
"""A scheme that is none for want of a character."""


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for server in servers(survey):
        url = server.filled()
        if slip := SLIP.match(url):
            message = f"the server's address {server.url!r} does not begin with 'https://'"
            yield Found(server.at("url"), message, f"did you mean 'https://{url[slip.end() :].lstrip('/')}'?")
        elif HOST.match(url) and not FILE.match(url) and not server.url.startswith("{"):
            yield Found(
                server.at("url"),
                f"the server's address {server.url!r} is a path, for it does not begin with 'https://'",
                f"did you mean 'https://{server.url}'?",
            )


RULE = Rule(
    id="server-url-without-scheme",
    family="paths",
    title="the address of a server that names a host begins with its scheme",
    severity=Severity.WARNING,
    why="Without a scheme the host's name is the first segment of a path relative to where the document lies "
    "(RFC 3986, section 4.2; OpenAPI 3.1, 'Server Object').",
    good="""\
servers: [{url: 'https://api.example.com/v1'}]
""",
    bad="""\
servers: [{url: api.example.com/v1}]
""",
    remedy="begin it with 'https://'",
    looks_at=("document",),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
