"""The rule ``default-of-required-parameter``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    node = here.node
    schema = node["schema"]
    is_required = node.get("required") is True or node.get("in") == "path"
    if is_required and isinstance(schema, dict) and "default" in schema and "$ref" not in schema:
        pointer = pointer_of(((here.trail, "schema"), "default"))
        yield Found(pointer, f"the default of parameter {node.get('name')!r} is never used: it must be sent")


RULE = Rule(
    id="default-of-required-parameter",
    family="values",
    title="only optional parameters have a default",
    severity=Severity.HINT,
    why="A default is what counts where nothing is sent (OpenAPI 3.1, 'Schema Object'), and a required parameter, as "
    "every one in a path, is always sent. Often 'required' is the mistake, or an example was meant.",
    good="""\
components:
  parameters:
    page: {name: page, in: query, schema: {type: integer, default: 1}}
""",
    bad="""\
components:
  parameters:
    page: {name: page, in: query, required: true, schema: {type: integer, default: 1}}
""",
    remedy="remove the default, make the parameter optional, or write it as 'example'",
    looks_at=("parameter.schema",),
    check=_check,
)
