"""A run over three documents, one with a second file: errors, a hint with an edit, and hostile content."""

from __future__ import annotations

from contracts.findings import Edit, Finding, Line, Location, Severity
from contracts.run_result import DocumentSummary, RuleDescription, Run

HOSTILE = "</script><img src=x onerror=alert(1)>\x1b[31m"


def finding(
    line: str = "  type: strin  # odd", column: int = 3, *, file: str = "a.yaml", rule: str = "structure"
) -> Finding:
    location = Location(file, 7, column, "/components/schemas/A/type")
    return Finding(rule, Severity.ERROR, location, "unknown value 'strin'", "did you mean 'string'?", line=Line(line))


def run() -> Run:
    edit = Edit("replace", Location("b.yaml", 2, 1, "/x"), value='"y"')
    hint = Finding("odd", Severity.HINT, Location("b.yaml", 2, 1, "/x"), HOSTILE, line=Line("x: z"), edits=(edit,))
    return Run(
        command="contracts validate",
        document="3 documents",
        subject="",
        findings=(hint, finding(), finding(file="shared.yaml")),
        notes=("1 hint hidden",),
        reproduce="contracts validate a.yaml b.yaml c.yaml",
        documents=(
            DocumentSummary("a.yaml", "3.1.0", 2, ("a.yaml", "shared.yaml")),
            DocumentSummary("b.yaml", "3.0.3", 1, ("b.yaml",)),
            DocumentSummary("c.yaml", "2.0", 0, ("c.yaml",)),
        ),
        rules=(
            RuleDescription(
                "odd", "values must be even", "Odd values are confusing.", "use an even value", Severity.HINT
            ),
        ),
        fails_at=Severity.ERROR,
    )
