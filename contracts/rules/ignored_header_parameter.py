"""The rule ``ignored-header-parameter``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import listing, text
from contracts.linting.rule import Amendment, Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

INSTEAD = {
    "accept": "the media types of the responses say what a client may ask for",
    "content-type": "the media types of the request body say what a client may send",
    "authorization": "describe it as a security scheme",
}


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    for index, entry in enumerate(listing(here.node["parameters"])):
        place = child_pointer(pointer_of(here.trail), "parameters", index)
        site = survey.follow(place, entry)
        if site is None or site.node.get("in") != "header":
            continue
        name = text(site.node.get("name"))
        if name.lower() in INSTEAD:
            amendments = (Amendment("remove", place),) if site.pointer == place else ()
            yield Found(
                child_pointer(site.pointer, "name"),
                f"header parameter {name!r} is ignored",
                f"remove it: {INSTEAD[name.lower()]}",
                amendments,
            )


RULE = Rule(
    id="ignored-header-parameter",
    family="parameters",
    title="no parameter is the header Accept, Content-Type or Authorization",
    severity=Severity.WARNING,
    why='\'If in is "header" and the name field is "Accept", "Content-Type" or "Authorization", the parameter '
    "definition SHALL be ignored' (OpenAPI 3.1, 'Parameter Object').",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{name: Accept-Language, in: header, schema: {type: string}}]
      responses: {'200': {description: The cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{name: Authorization, in: header, schema: {type: string}}]
      responses: {'200': {description: The cases}}
""",
    remedy="remove it",
    looks_at=("path-item.parameters", "operation.parameters"),
    check=_check,
    fixable=True,
)
