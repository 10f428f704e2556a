"""The rule ``parameter-repeats-security``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import text
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.security_requirements import required_schemes, security_schemes
from contracts.spec.traversal import Visit


def _check(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    schemes = security_schemes(index).items()
    keys = {name: _location_and_name(site.node) for name, site in schemes if site.node.get("type") == "apiKey"}
    for operation in index.operations if keys else ():
        holder = (operation.pointer, operation.node) if "security" in operation.node else ("", index.tree)
        required = {keys[one.scheme]: one.scheme for one in required_schemes(*holder) if one.scheme in keys}
        for parameter in operation.parameters if required else ():
            scheme = required.get(_location_and_name(parameter.node))
            if scheme is not None:
                name = parameter.node.get("name")
                message = f"parameter {name!r} of {operation.name} repeats the key of security scheme {scheme!r}"
                yield Violation(parameter.place, message)


def _location_and_name(node: dict[str, object]) -> tuple[str, str]:
    """Return the location and the name of a key or parameter; header names in lower case."""
    name, location = text(node.get("name")), text(node.get("in"))
    return location, name.lower() if location == "header" else name


PARAMETER_REPEATS_SECURITY = Rule(
    id="parameter-repeats-security",
    family="parameters",
    title="parameters should not repeat the key of a security scheme",
    severity=Severity.HINT,
    why="The security scheme already describes how the key is sent (OpenAPI 3.1, 'Security Scheme Object'). If it is "
    "also a parameter, each generated function requires it a second time.",
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
    node_types=("document",),
    check=_check,
)
