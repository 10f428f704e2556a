"""Rules for names whose style differs from nearly all other names of their kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from contracts.findings import Severity
from contracts.lint.document_access import mapping, text
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

FEWEST = 10
"""The minimum number of names that must have the same style."""

MOST_OTHERS = 0.1
"""The maximum share of names in other styles."""

LOWER = "lower"
"""One word in lower case: camelCase, snake_case and kebab-case at once."""

CAPITALS = "capitals"
"""One word in capitals, usually an abbreviation."""

OTHER = ""
"""A style that has no name."""

STYLES = (
    (LOWER, re.compile(r"[a-z][a-z0-9]*")),
    (CAPITALS, re.compile(r"[A-Z][A-Z0-9]*")),
    ("camelCase", re.compile(r"[a-z][a-z0-9]*[A-Z][A-Za-z0-9]*")),
    ("PascalCase", re.compile(r"[A-Z][A-Z0-9]*[a-z][A-Za-z0-9]*")),
    ("snake_case", re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")),
    ("SCREAMING_SNAKE_CASE", re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")),
    ("kebab-case", re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")),
)

OF_LOWER = ("camelCase", "snake_case", "kebab-case")

WORD = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z0-9]+")


class NamingException(NamedTuple):
    """A name whose style differs from nearly all others.

    :param style: of the other names.
    :param better: the name in that style.
    """

    name: str
    style: str
    better: str


@cache
def style_of(name: str) -> str:
    """The style of a name, e.g. ``camelCase``; :data:`OTHER` if it has no name."""
    for style, form in STYLES:
        if form.fullmatch(name):
            return style
    return OTHER


def naming_exceptions(names: Iterable[str]) -> Iterator[NamingException]:
    """The names, each once, whose style is known but differs from the style of nearly all others.

    Names of one word and names in capitals do not count: they match several styles.
    """
    styles = {name: style_of(name) for name in names}
    counts = Counter(style for style in styles.values() if style not in (LOWER, CAPITALS))
    if not counts:
        return
    (common, times), *_ = counts.most_common(1)
    total = counts.total()
    if common == OTHER or times < FEWEST or total - times > total * MOST_OTHERS:
        return
    for name, style in styles.items():
        if style not in (common, OTHER, LOWER, CAPITALS) or (style == LOWER and common not in OF_LOWER):
            yield NamingException(name, common, rewritten(name, common))


def rewritten(name: str, style: str) -> str:
    """A name converted to a style."""
    words: list[str] = [word.lower() for word in WORD.findall(name)]
    match style:
        case "camelCase":
            return words[0] + "".join(word.capitalize() for word in words[1:])
        case "PascalCase":
            return "".join(word.capitalize() for word in words)
        case "kebab-case":
            return "-".join(words)
        case "SCREAMING_SNAKE_CASE":
            return "_".join(words).upper()
    return "_".join(words)


NOT_A_NAME = re.compile(r"\A\Z|\{|\A[vV]\d+\Z")
"""Path segments without a style: empty ones, those with a parameter, and version numbers."""

OPERATION_IDS = """\
paths:
  /1: {get: {operationId: listCases, responses: {'200': {description: Fine}}}}
  /2: {get: {operationId: readCase, responses: {'200': {description: Fine}}}}
  /3: {get: {operationId: closeCase, responses: {'200': {description: Fine}}}}
  /4: {get: {operationId: listUsers, responses: {'200': {description: Fine}}}}
  /5: {get: {operationId: readUser, responses: {'200': {description: Fine}}}}
  /6: {get: {operationId: banUser, responses: {'200': {description: Fine}}}}
  /7: {get: {operationId: listNotes, responses: {'200': {description: Fine}}}}
  /8: {get: {operationId: readNote, responses: {'200': {description: Fine}}}}
  /9: {get: {operationId: listTeams, responses: {'200': {description: Fine}}}}
  /10: {get: {operationId: readTeam, responses: {'200': {description: Fine}}}}
"""

PATHS = """\
paths:
  /open-cases: {get: {operationId: op1, responses: {'200': {description: Fine}}}}
  /old-cases: {get: {operationId: op2, responses: {'200': {description: Fine}}}}
  /new-users: {get: {operationId: op3, responses: {'200': {description: Fine}}}}
  /old-users: {get: {operationId: op4, responses: {'200': {description: Fine}}}}
  /new-notes: {get: {operationId: op5, responses: {'200': {description: Fine}}}}
  /old-notes: {get: {operationId: op6, responses: {'200': {description: Fine}}}}
  /new-teams: {get: {operationId: op7, responses: {'200': {description: Fine}}}}
  /old-teams: {get: {operationId: op8, responses: {'200': {description: Fine}}}}
  /new-items: {get: {operationId: op9, responses: {'200': {description: Fine}}}}
  /old-items: {get: {operationId: op10, responses: {'200': {description: Fine}}}}
"""

PROPERTIES = """\
components:
  schemas:
    Case:
      type: object
      properties:
        openedAt: {type: string}
        closedAt: {type: string}
        firstName: {type: string}
        lastName: {type: string}
        teamId: {type: string}
        userId: {type: string}
        caseId: {type: string}
        noteId: {type: string}
        itemId: {type: string}
        dueDate: {type: string}
"""

SCHEMAS = """\
components:
  schemas:
    OpenCase: {type: object}
    ClosedCase: {type: object}
    NewCase: {type: object}
    OldCase: {type: object}
    NewUser: {type: object}
    OldUser: {type: object}
    NewNote: {type: object}
    OldNote: {type: object}
    NewTeam: {type: object}
    OldTeam: {type: object}
"""


def _check_operation_ids(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    pointers: dict[str, str] = {}
    for operation in index.operations:
        name = text(operation.node.get("operationId"))
        if name:
            pointers.setdefault(name, child_pointer(operation.pointer, "operationId"))
    for odd in naming_exceptions(pointers):
        message = f"operationId {odd.name!r} is not in {odd.style} like nearly all others"
        yield Violation(pointers[odd.name], message, f"rename it to {odd.better!r}")


OPERATION_ID_CASE = Rule(
    id="operation-id-case",
    family="style",
    title="operationIds should have a consistent style",
    severity=Severity.HINT,
    why="Generated function names take their style from the operationIds, and users guess inconsistent names "
    "wrongly. The rule applies if nine tenths of the names have the same style.",
    good=OPERATION_IDS,
    bad=f"{OPERATION_IDS}  /11: {{get: {{operationId: close_team, responses: {{'200': {{description: Fine}}}}}}}}\n",
    remedy="rename it to the style of the others",
    node_types=("document",),
    check=_check_operation_ids,
)


def _check_paths(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    path_by_segment: dict[str, str] = {}
    for path in visit.node:
        for segment in path.split("/") if path.startswith("/") else ():
            path_by_segment.setdefault(segment, path)
    for odd in naming_exceptions(segment for segment in path_by_segment if not NOT_A_NAME.search(segment)):
        pointer = pointer_of((visit.trail, path_by_segment[odd.name]))
        message = f"path segment {odd.name!r} is not in {odd.style} like nearly all others"
        yield Violation(pointer, message, f"rename it to {odd.better!r}")


PATH_CASE = Rule(
    id="path-case",
    family="style",
    title="paths should have a consistent style",
    severity=Severity.HINT,
    why="Paths are case-sensitive (RFC 3986, section 6.2.2.1), so clients mistype a path whose style differs from "
    "the others. The rule applies if nine tenths of the segments have the same style.",
    good=PATHS,
    bad=f"{PATHS}  /new_things: {{get: {{operationId: op11, responses: {{'200': {{description: Fine}}}}}}}}\n",
    remedy="rename it to the style of the others",
    node_types=("paths",),
    check=_check_paths,
)


def _check_properties(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    schemas: dict[str, Visit] = {}
    for visit in index.by_kind.get("schema", ()):
        if "properties" in visit.node:
            for name in mapping(visit.node, "properties"):
                schemas.setdefault(name, visit)
    for odd in naming_exceptions(schemas):
        pointer = child_pointer(pointer_of(schemas[odd.name].trail), "properties", odd.name)
        yield Violation(pointer, f"property {odd.name!r} is not in {odd.style} like nearly all others")


PROPERTY_CASE = Rule(
    id="property-case",
    family="style",
    title="properties should have a consistent style",
    severity=Severity.HINT,
    why="Names in JSON are case-sensitive (RFC 8259, section 8.3), so clients mistype a property whose style differs "
    "from the others. The rule applies if nine tenths of the names have the same style.",
    good=PROPERTIES,
    bad=f"{PROPERTIES}        due_time: {{type: string}}\n",
    remedy="rename it to the style of the others in the next version of the API",
    node_types=("document",),
    check=_check_properties,
)


def _check_schemas(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for odd in naming_exceptions(mapping(index.tree, "components", "schemas")):
        pointer = child_pointer("", "components", "schemas", odd.name)
        message = f"schema {odd.name!r} is not in {odd.style} like nearly all others"
        yield Violation(pointer, message, f"rename it to {odd.better!r}")


SCHEMA_NAME_CASE = Rule(
    id="schema-name-case",
    family="style",
    title="schema names should have a consistent style",
    severity=Severity.HINT,
    why="Generated classes are named after the schemas (OpenAPI 3.1, 'Components Object'). The rule applies if nine "
    "tenths of the names have the same style.",
    good=SCHEMAS,
    bad=f"{SCHEMAS}    new_thing: {{type: object}}\n",
    remedy="rename it to the style of the others",
    node_types=("document",),
    check=_check_schemas,
)
