"""The Markdown changelog by level and operation; content of documents is escaped."""

from contracts.findings import Evidence, Finding, Location, Severity
from contracts.reports.markdown import REPORT
from contracts.run_result import Run

LOCATION = Location("new.yaml", 3, 5, "/paths")


def finding(message, severity=Severity.ERROR, touches=(), evidence=None):
    return Finding("an-id", severity, LOCATION, message, touches=touches, evidence=evidence)


def rendered(*findings, command="contracts diff", notes=()):
    return REPORT.render(Run(command, "old.yaml → new.yaml", "", findings, notes=notes))


def test_levels_then_operations():
    text = rendered(
        finding("gone", touches=("GET /b",)),
        finding("narrower", touches=("POST /a",)),
        finding("new", Severity.HINT, ("GET /a",)),
        finding("maybe", Severity.WARNING),
    )
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == [
        "# Changes: old.yaml → new.yaml",
        "## Breaking",
        "### POST /a",
        "### GET /b",
        "## Risky",
        "### The API as a whole",
        "## Safe",
        "### GET /a",
    ]
    assert "- gone (`an-id`)." in text


def test_changes_of_several_operations_are_last():
    many = tuple(f"GET /{number}" for number in range(10))
    text = rendered(finding("all", touches=many), finding("one", touches=("GET /z",)))
    assert text.index("### GET /z") < text.index("### Several operations")
    assert "- all (`an-id`). In GET /0, GET /1, GET /2, GET /3, GET /4, GET /5, GET /6, GET /7 and 2 more." in text


def test_markup_is_escaped():
    text = rendered(finding("a [link](http://x) <b> `c` *d* {e} # f\n## g \x1b[31m", touches=("GET /{id}_x",)))
    assert "### GET /\\{id\\}\\_x" in text
    assert "\\[link\\](http://x) \\<b\\> \\`c\\` \\*d\\* \\{e\\} \\# f\\\\n\\#\\# g" in text
    assert "\x1b" not in text


def test_no_changes_and_notes():
    assert rendered(notes=("one note",)) == "# Changes: old.yaml → new.yaml\n\nNo changes.\n\n- one note\n"


def test_findings_of_other_commands_are_grouped_by_severity():
    evidence = Evidence("getThing", (), None, "x", "y")
    text = rendered(finding("is wrong", evidence=evidence), command="contracts test")
    assert "# contracts test: old.yaml → new.yaml" in text
    assert "## Errors\n\n### getThing\n\n- is wrong (`an-id`)." in text
    assert "No findings." in rendered(command="contracts test")
