"""The rule ``unreadable-example-file``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.example_files import RULE, example_file_issue
from contracts.spec.traversal import Visit


def _check_file(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    if issue := example_file_issue(visit, index.document):
        yield Violation(*issue)


UNREADABLE_EXAMPLE_FILE = Rule(
    id=RULE,
    family="values",
    title="the file of an example must be readable",
    severity=Severity.WARNING,
    why="An example with 'externalValue' has its value in a file (OpenAPI 3.1, 'Example Object'). If it is missing "
    "or, for a JSON media type, not JSON, tools show no example. URLs are not read.",
    good="""\
components:
  examples:
    case: {externalValue: https://api.test/case.json}
""",
    bad="""\
components:
  examples:
    case: {externalValue: examples/case.json}
""",
    remedy="add the file to the folder of the document, or correct the path",
    node_types=("example.externalValue",),
    check=_check_file,
)
