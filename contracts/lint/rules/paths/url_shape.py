"""Rules about the spelling of paths: empty segments, query strings, trailing slashes and letter case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check_double_slash(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    for path in visit.node:
        if "//" in path and path.startswith("/"):
            yield Violation(
                child_pointer(pointer_of(visit.trail), path),
                f"path {path!r} has an empty segment",
                f"did you mean {re.sub('/+', '/', path)!r}?",
            )


PATH_DOUBLE_SLASH = Rule(
    id="path-double-slash",
    family="paths",
    title="path segments must not be empty",
    severity=Severity.WARNING,
    why="'//' is an empty segment (RFC 3986, section 3.3). Proxies and frameworks often merge the two slashes, so "
    "that requests do not reach the documented path.",
    good="""\
paths:
  /cases/open:
    get: {operationId: listOpenCases, responses: {'200': {description: All open cases}}}
""",
    bad="""\
paths:
  /cases//open:
    get: {operationId: listOpenCases, responses: {'200': {description: All open cases}}}
""",
    remedy="use one slash, or insert the missing parameter",
    node_types=("paths",),
    check=_check_double_slash,
)


QUERY_HINTS = {
    "?": "replace the query string with parameters that have 'in: query'",
    "#": "remove the fragment: clients do not send it",
}


def _check_query(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    for path in visit.node:
        mark = re.search("[?#]", re.sub(r"\{[^{}]*\}", "", path)) if path.startswith("/") else None
        if mark:
            part = "a query string" if mark[0] == "?" else "a fragment"
            pointer = child_pointer(pointer_of(visit.trail), path)
            yield Violation(pointer, f"path {path!r} contains {part}", QUERY_HINTS[mark[0]])


PATH_QUERY_STRING = Rule(
    id="path-query-string",
    family="paths",
    title="paths must not contain a query string or a fragment",
    severity=Severity.WARNING,
    why="A path ends at '?' or '#' (RFC 3986, section 3.3), so the template matches no request. The query string is "
    "described by parameters (OpenAPI 3.1, 'Parameter Locations'), and a fragment is never sent.",
    good="""\
paths:
  /cases:
    get:
      operationId: listOpenCases
      parameters: [{name: state, in: query, schema: {type: string}}]
      responses: {'200': {description: All open cases}}
""",
    bad="""\
paths:
  /cases?state=open:
    get: {operationId: listOpenCases, responses: {'200': {description: All open cases}}}
""",
    remedy="describe the query string with parameters",
    node_types=("paths",),
    check=_check_query,
)


def _check_trailing_slash(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    paths = [path for path in visit.node if path.startswith("/")]
    with_slash = [path for path in paths if path != "/" and path.endswith("/")]
    is_convention = 2 * len(with_slash) >= len(paths)
    for path in with_slash:
        bare = path.rstrip("/")
        has_twin = bare in visit.node
        if is_convention and not has_twin:
            continue
        yield Violation(
            child_pointer(pointer_of(visit.trail), path),
            f"path {path!r} ends with a slash" + (f", and {bare!r} is a separate path" if has_twin else ""),
            "keep one of the two" if has_twin else f"did you mean {bare!r}?",
        )


PATH_TRAILING_SLASH = Rule(
    id="path-trailing-slash",
    family="paths",
    title="paths should not end with a slash",
    severity=Severity.HINT,
    why="'/cases' and '/cases/' are different resources (RFC 3986, section 6.2.3), which clients confuse. The rule "
    "does not apply if at least half of the paths end with a slash, unless both forms exist.",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
  /users:
    get: {operationId: listUsers, responses: {'200': {description: All users}}}
  /teams:
    get: {operationId: listTeams, responses: {'200': {description: All teams}}}
""",
    bad="""\
paths:
  /cases/:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
  /users:
    get: {operationId: listUsers, responses: {'200': {description: All users}}}
  /teams:
    get: {operationId: listTeams, responses: {'200': {description: All teams}}}
""",
    remedy="remove the trailing slash",
    node_types=("paths",),
    check=_check_trailing_slash,
)


def _check_case(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    first: dict[str, tuple[str, str]] = {}
    for path in visit.node:
        if path.startswith("/"):
            template = re.sub(r"\{[^{}]*\}", "{}", path)
            other, other_template = first.setdefault(template.lower(), (path, template))
            if template != other_template:
                pointer = child_pointer(pointer_of(visit.trail), path)
                yield Violation(pointer, f"path {path!r} differs from {other!r} only in case")


PATH_CASE_TWIN = Rule(
    id="path-case-twin",
    family="paths",
    title="paths must differ in more than letter case",
    severity=Severity.WARNING,
    why="Paths are case-sensitive (RFC 3986, section 6.2.2.1), but some servers and most readers do not distinguish "
    "them. Usually one of the two is misspelled.",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
  /Cases:
    post: {operationId: createCase, responses: {'204': {description: Case created}}}
""",
    remedy="move the operations of both paths under one of them",
    node_types=("paths",),
    check=_check_case,
)
