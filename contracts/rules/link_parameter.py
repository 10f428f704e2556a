"""The rule ``link-parameter``."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping, text
from contracts.linting.links import Targets
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import OperationSite, Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    links = [link for link in survey.by_kind.get("link", ()) if mapping(link.node, "parameters")]
    if links:
        targets = Targets(survey)
        for link in links:
            target = targets.of(link.node, pointer_of(link.trail))
            if target is not None:
                yield from _judge(link, target)


def _judge(link: Visit, target: OperationSite) -> Iterator[Found]:
    known = _names(target)
    for name in link.node["parameters"]:
        if name not in known and not name.startswith("x-"):
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]!r}?" if near else _listed(known)
            place = child_pointer(pointer_of(link.trail), "parameters", name)
            yield Found(place, f"{target.name} has no parameter {name!r}", hint)


def _names(operation: OperationSite) -> dict[str, None]:
    """The operation's parameters, each also with its location before it."""
    found: dict[str, None] = {}
    for parameter in operation.parameters:
        name = text(parameter.node.get("name"))
        found |= {name: None, f"{parameter.node.get('in')}.{name}": None}
    return found


def _listed(known: dict[str, None]) -> str:
    names = [name for name in known if "." not in name]
    return f"it has {', '.join(map(repr, names[:6]))}" if names else "it takes no parameters; remove them"


RULE = Rule(
    id="link-parameter",
    family="responses",
    title="a link fills parameters that its operation has",
    severity=Severity.ERROR,
    why="'The key is the parameter name to be used' of the operation that the link leads to, or that with its location "
    "before it, such as path.id (OpenAPI 3.1, 'Link Object').",
    good="""\
paths:
  /cases/{id}:
    get:
      operationId: readCase
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: The case, links: {again: {operationId: readCase, parameters: {id: $request.path.id}}}}
""",
    bad="""\
paths:
  /cases/{id}:
    get:
      operationId: readCase
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: The case, links: {again: {operationId: readCase, parameters: {case: $request.path.id}}}}
""",
    remedy="name a parameter of the operation",
    looks_at=("document",),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
