"""Rules for the content of descriptions, which are Markdown (OpenAPI 3.1, 'Rich Text Formatting')."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import listing, mapping, text
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

DESCRIBED = (
    "document",
    "path-item.description",
    "operation.description",
    "parameter.description",
    "header.description",
    "request-body.description",
    "response.description",
    "example.description",
    "link.description",
    "security-scheme.description",
    "schema.description",
)
"""The nodes that rules about descriptions check."""

CODE = re.compile(r"(```|~~~).*?(\1|\Z)|(`+)(?!`).+?(?<!`)\3(?!`)|^(?: {4}|\t)[^\n]*$", re.DOTALL | re.MULTILINE)
"""Code in Markdown: between fences, between backticks, and indented."""


def descriptions(here: Visit) -> Iterator[tuple[str, str]]:
    """The descriptions of one object, each with its JSON pointer.

    The root also has those of objects that are not visited: info, external documentation, tags and servers.
    """
    if here.kind != "document":
        value = here.node.get("description")
        if isinstance(value, str):
            yield pointer_of((here.trail, "description")), value
        return
    holders = [("/info", here.node.get("info")), ("/externalDocs", here.node.get("externalDocs"))]
    for key in ("tags", "servers"):
        holders += [(child_pointer("", key, index), one) for index, one in enumerate(listing(here.node.get(key)))]
    for pointer, holder in holders:
        value = mapping(holder).get("description")
        if isinstance(value, str):
            yield child_pointer(pointer, "description"), value


def prose(markdown: str) -> str:
    """Markdown without its code."""
    return CODE.sub(" ", markdown) if "`" in markdown or "~~~" in markdown or "    " in markdown else markdown


SCRIPT = re.compile(
    r"<script\b|(?:\]\(\s*|\bhref\s*=\s*[\"']?\s*)javascript:|<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE
)

NOTE = re.compile(r"(?:\A|[\n(\[.])\s*[*_]*(TODO|FIXME|TBD)\b(?=[*_]*\s*(?:[:.!)\]-]|\Z|\n))|\b(TODO|FIXME)(?=: )")

NOTE_WORDS = ("TODO", "FIXME", "TBD")


def _check_duplicates_summary(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    summary, description = text(visit.node.get("summary")), text(visit.node["description"])
    if _normalized(summary) and _normalized(summary) == _normalized(description):
        yield Violation(pointer_of((visit.trail, "description")), "the description repeats the summary")


def _normalized(phrase: str) -> str:
    return " ".join(phrase.casefold().split()).rstrip(".! ")


DESCRIPTION_DUPLICATES_SUMMARY = Rule(
    id="description-duplicates-summary",
    family="style",
    title="descriptions should not repeat the summary",
    severity=Severity.HINT,
    why="Documentation tools show the summary and the description together (OpenAPI 3.1, 'Operation Object': the "
    "summary is short, the description is verbose).",
    good="""\
paths:
  /cases:
    get:
      summary: List cases
      description: All that the caller may see, the latest first
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      summary: List cases
      description: List cases.
      responses: {'200': {description: All cases}}
""",
    remedy="describe what the summary does not say, or remove the description",
    node_types=(
        "operation.description",
        "path-item.description",
    ),
    check=_check_duplicates_summary,
)


def _check_empty(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    for pointer, description in descriptions(visit):
        if not description.strip():
            hint = "describe when the response is sent" if visit.kind == "response" else ""
            yield Violation(pointer, "the description is empty", hint)


EMPTY_DESCRIPTION = Rule(
    id="empty-description",
    family="style",
    title="descriptions should not be empty",
    severity=Severity.HINT,
    why="Documentation tools reserve space for an empty description (OpenAPI 3.1, 'Rich Text Formatting').",
    good="""\
paths:
  /cases:
    get:
      description: All cases
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      description: ''
      responses: {'200': {description: All cases}}
""",
    remedy="write a description, or remove the key",
    node_types=DESCRIBED,
    check=_check_empty,
)


def _check_script(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    for pointer, description in descriptions(visit):
        if ("<" in description or "avascript:" in description) and (script := SCRIPT.search(prose(description))):
            yield Violation(pointer, f"the description contains a script: {script[0]!r}")


MARKDOWN_SCRIPT = Rule(
    id="markdown-script",
    family="style",
    title="descriptions must not contain scripts",
    severity=Severity.WARNING,
    why="Documentation tools render descriptions as HTML, so a script may run in the browser of every reader "
    "(OpenAPI 3.1, 'Rich Text Formatting', asks tools to sanitize them).",
    good="""\
info: {title: Cases, version: '1', description: 'Write `<script>` to load it'}
""",
    bad="""\
info: {title: Cases, version: '1', description: 'Cases <script>alert(1)</script>'}
""",
    remedy="remove the script; quote code with backticks",
    node_types=DESCRIBED,
    check=_check_script,
)


def _check_todo(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    for pointer, description in descriptions(visit):
        if any(word in description for word in NOTE_WORDS) and (note := NOTE.search(prose(description))):
            yield Violation(pointer, f"the description contains {note[1] or note[2]}")


TODO_IN_DESCRIPTION = Rule(
    id="todo-in-description",
    family="style",
    title="descriptions should not contain TODO, FIXME or TBD",
    severity=Severity.HINT,
    why="A note to the author is published with the documentation, and the description is incomplete.",
    good="""\
info: {title: Cases, version: '1', description: Tickets of the support}
""",
    bad="""\
info: {title: Cases, version: '1', description: 'TODO: describe'}
""",
    remedy="complete the description and remove the note",
    node_types=DESCRIBED,
    check=_check_todo,
)
