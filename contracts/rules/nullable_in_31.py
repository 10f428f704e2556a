"""The rule ``nullable-in-31``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Amendment, Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    node, pointer = here.node, pointer_of(here.trail)
    if "nullable" not in node:
        return
    gone = Amendment("remove", f"{pointer}/nullable")
    if node["nullable"] is not True:
        yield Found(f"{pointer}/nullable", "'nullable' is no keyword since OpenAPI 3.1", "remove it", (gone,))
        return
    message = "'nullable' is no keyword since OpenAPI 3.1: null is not allowed here"
    kind = node.get("type")
    if not isinstance(kind, str) or kind == "null" or "const" in node or "enum" in node:
        yield Found(f"{pointer}/nullable", message)
        return
    widened = Amendment("replace", f"{pointer}/type", value=[kind, "null"])
    yield Found(f"{pointer}/nullable", message, f"write 'type: [{kind}, \"null\"]'", (widened, gone))


RULE = Rule(
    id="nullable-in-31",
    family="schemas",
    title="since OpenAPI 3.1, null is a type",
    severity=Severity.WARNING,
    why="JSON Schema knows no 'nullable', so since OpenAPI 3.1 it is passed over and null is refused; null is one of "
    "the types instead (OpenAPI 3.1, 'Schema Object').",
    good="""\
components:
  schemas:
    Name: {type: [string, 'null']}
""",
    bad="""\
components:
  schemas:
    Name: {type: string, nullable: true}
""",
    remedy="say it as a type: 'type: [string, \"null\"]', or as a branch of 'anyOf'",
    looks_at=("schema.nullable",),
    check=_check,
    versions=("3.1", "3.2"),
    fixable=True,
)
