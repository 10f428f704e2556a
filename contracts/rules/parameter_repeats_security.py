"""The rule ``parameter-repeats-security``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import text
from contracts.linting.requirements import demands_of, schemes_of
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    keys = {name: _place(site.node) for name, site in schemes_of(survey).items() if site.node.get("type") == "apiKey"}
    for operation in survey.operations if keys else ():
        holder = (operation.pointer, operation.node) if "security" in operation.node else ("", survey.tree)
        asked = {keys[demand.scheme]: demand.scheme for demand in demands_of(*holder) if demand.scheme in keys}
        for parameter in operation.parameters if asked else ():
            scheme = asked.get(_place(parameter.node))
            if scheme is not None:
                message = (
                    f"parameter {parameter.node.get('name')!r} of {operation.name} is the key of the scheme {scheme!r}"
                )
                yield Found(parameter.place, message)


def _place(node: dict[str, object]) -> tuple[str, str]:
    """Where a key or a parameter is sent; names of headers in lower case."""
    name, location = text(node.get("name")), text(node.get("in"))
    return location, name.lower() if location == "header" else name


RULE = Rule(
    id="parameter-repeats-security",
    family="parameters",
    title="no parameter repeats the key that security asks for",
    severity=Severity.HINT,
    why="The security scheme says already that the key is sent (OpenAPI 3.1, 'Security Scheme Object'); as a parameter "
    "besides, each generated function asks for it once more.",
    good="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{name: X-Tenant, in: header, schema: {type: string}}]
      responses: {'200': {description: The cases}, '401': {description: The key is missing}}
""",
    bad="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{name: X-Key, in: header, schema: {type: string}}]
      responses: {'200': {description: The cases}, '401': {description: The key is missing}}
""",
    remedy="remove the parameter",
    looks_at=("document",),
    check=_check,
)
