"""The rule ``server-default-not-in-enum``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import listing, mapping
from contracts.linting.rule import Found, Rule
from contracts.linting.servers import servers
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for server in servers(survey):
        for name, variable in server.variables.items():
            default = mapping(variable).get("default")
            allowed = [value for value in listing(mapping(variable).get("enum")) if isinstance(value, str)]
            if isinstance(default, str) and allowed and default not in allowed:
                yield Found(
                    server.at("variables", name, "default"),
                    f"the default {default!r} of server variable {name!r} is not in its enum",
                    f"take one of {', '.join(map(repr, allowed[:5]))}, or add it to the enum",
                )


RULE = Rule(
    id="server-default-not-in-enum",
    family="paths",
    title="the default of a server variable is one of its values",
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
    remedy="take one of the enum's values, or add it to the enum",
    looks_at=("document",),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
