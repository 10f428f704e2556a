"""The rule ``header-name-invalid``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.http_names import is_token
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if here.kind in ("response", "encoding"):
        names: dict[str, tuple[str, ...]] = {name: ("headers", name) for name in mapping(here.node["headers"])}
        noun = "header"
    else:
        noun = str(here.node.get("in"))
        names = {str(here.node["name"]): ("name",)} if noun in ("header", "cookie") else {}
    for name, tokens in names.items():
        if not is_token(name):
            place = child_pointer(pointer_of(here.trail), *tokens)
            yield Found(place, f"{name!r} cannot be the name of a {noun}: {_reason(name)}")


def _reason(name: str) -> str:
    odd = next((letter for letter in name if not is_token(letter)), "")
    return "it is empty" if not odd else "it holds a space" if odd == " " else f"it holds {odd!r}"


RULE = Rule(
    id="header-name-invalid",
    family="parameters",
    title="the names of headers and cookies are such",
    severity=Severity.ERROR,
    why="The name of a header or a cookie is a token: letters, digits and !#$%&'*+-.^_`|~ (RFC 9110, section 5.1; RFC "
    "6265, section 4.1.1). No other can be sent.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{name: X-Request-Id, in: header, schema: {type: string}}]
      responses: {'200': {description: The cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{name: 'X-Request-Id:', in: header, schema: {type: string}}]
      responses: {'200': {description: The cases}}
""",
    remedy="write the name as it is sent, e.g. 'X-Request-Id'",
    looks_at=("parameter.name", "security-scheme.name", "response.headers", "encoding.headers"),
    check=_check,
)
