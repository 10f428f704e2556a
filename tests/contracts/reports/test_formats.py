"""Each report format is valid for its readers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

from jsonschema import Draft202012Validator

from contracts.findings import Finding, Severity
from contracts.reports import github, html, junit, sarif, text
from contracts.reports import json as json_report
from contracts.run_result import CoverageCell, RuleDescription, Skip
from tests.contracts.reports.sample import HOSTILE, finding, run

SCHEMA = Path(__file__).parent.parent.parent.parent / "docs" / "report.schema.json"


def test_text() -> None:
    shown = text.REPORT.render(run())
    assert "getCase\n-------" in shown
    assert "error: an update is lost [state/stale]" in shown
    assert "at        api docs/open,api.yaml:12:3 (#/paths/~1cases~1{id}/get)" in shown
    assert "curl -i -X PATCH -H 'authorization: Bearer …'" in shown
    assert "4 findings in 2 operations, 1,234 requests, 12 assertions" in shown
    assert "documented but not exercised: getCase 404 5XX, updateCase 200 default" in shown
    assert "\x1b" not in shown
    assert "\x00" not in shown


def test_json_matches_its_schema() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    value = json.loads(json_report.REPORT.render(run()))
    Draft202012Validator(schema).validate(value)
    first = value["findings"][0]
    assert first["operation"] == "getCase"
    assert first["response"]["body"] == HOSTILE
    assert first["requests"][0]["curl"].startswith("curl -i -X PATCH")
    assert value["findings"][3]["location"] == {"file": "openapi.yaml", "line": 3, "column": 1, "pointer": "/info"}


def test_junit() -> None:
    suites = ET.fromstring(junit.REPORT.render(run()).encode())
    assert (suites.tag, suites.get("tests"), suites.get("failures")) == ("testsuites", "5", "4")
    by_name = {suite.get("name"): suite for suite in suites}
    assert list(by_name) == ["envelope", "no-answer", "protocol", "schema", "state"]
    assert [case.find("failure") for case in by_name["protocol"]] == [None]
    (case,) = by_name["state"]
    failure = case.find("failure")
    assert failure is not None
    assert case.get("name") == "getCase"
    assert failure.get("type") == "state/stale"
    assert "curl -i" in (failure.text or "")
    assert (case.get("file"), case.get("line")) == ("api docs/open,api.yaml", "12")
    assert [case.get("name") for case in by_name["no-answer"]] == [text.GENERAL]


def test_junit_has_times_and_skipped_cases() -> None:
    seconds = {("getCase", "state"): 1.25, ("getCase", "protocol"): 0.5}
    skips = (Skip("createCase", "no request succeeded"), Skip("createCase", "x was skipped"))
    suites = ET.fromstring(junit.REPORT.render(replace(run(), seconds=seconds, skips=skips)).encode())
    assert suites.get("time") == "1.750"
    assert suites.get("skipped") == "1"
    assert all(case.get("time") for suite in suites for case in suite)
    by_name = {suite.get("name"): suite for suite in suites}
    assert (by_name["state"].get("time"), by_name["state"][0].get("time")) == ("1.250", "1.250")
    (case,) = by_name["coverage"]
    skipped = case.find("skipped")
    assert skipped is not None
    assert (case.get("name"), skipped.get("message")) == ("createCase", "no request succeeded; x was skipped")


def grouped() -> Finding:
    """Return a finding about two operations that another rule found as well."""
    return replace(
        finding(message="2 operations: an update is lost"),
        touches=("getCase", "updateCase"),
        also=("other-rule",),
        cause="an update is lost",
        quirk="a framework does that",
        severity=Severity.HINT,
    )


def test_groups_are_shown_in_all_formats() -> None:
    whole = replace(run(), findings=(grouped(),), fails_at=Severity.WARNING)
    shown = text.REPORT.render(whole)
    assert shown.startswith("several operations\n------------------\n")
    assert "quirk: 2 operations: an update is lost [state/stale]" in shown
    assert "in        getCase, updateCase" in shown
    assert "also      found by other-rule" in shown
    assert "quirk     a framework does that" in shown
    page = html.REPORT.render(whole)
    assert 'data-operation="getCase\nupdateCase"' in page
    assert "<dt>also found by</dt>" in page
    (entry,) = json.loads(json_report.REPORT.render(whole))["findings"]
    assert entry["touches"] == ["getCase", "updateCase"]
    assert (entry["also"], entry["cause"], entry["quirk"]) == (
        ["other-rule"],
        "an update is lost",
        "a framework does that",
    )
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(json.loads(json_report.REPORT.render(whole)))
    suites = ET.fromstring(junit.REPORT.render(replace(whole, fails_at=Severity.HINT)).encode())
    (suite,) = [suite for suite in suites if suite.get("name") == "state"]
    texts = {case.get("name"): case.findtext("failure") or "" for case in suite}
    assert "curl -i" in texts["getCase"]
    assert "curl -i" not in texts["updateCase"]
    assert "see       getCase" in texts["updateCase"]
    (result,) = json.loads(sarif.REPORT.render(whole))["runs"][0]["results"]
    assert result["properties"] == {"operations": ["getCase", "updateCase"]}
    assert result["level"] == "note"


def test_github_commands_are_escaped() -> None:
    lines = github.REPORT.render(run()).splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("::error file=api docs/open%2Capi.yaml,line=12,col=3,title=state/stale%3A an update")
    assert lines[3].startswith("::warning file=openapi.yaml,line=3,col=1,")
    for line in lines[:4]:
        assert line.isprintable()
        properties, _, data = line.removeprefix("::").partition("::")
        assert "%0A" in data or "schema/odd" in line
        assert not re.search(r"%(?![0-9A-F]{2})", properties + data)


def test_sarif_describes_the_rules() -> None:
    why = "RFC 9110, section 15.5.6, requires it; see also `x`."
    rules = (
        RuleDescription("state", "updates are kept", why, "keep them", Severity.WARNING, "Passes: a\nFails: b"),
        RuleDescription("envelope", "errors match", "Clients read them.", "", Severity.ERROR),
    )
    log = json.loads(sarif.REPORT.render(replace(run(), rules=rules)))
    described = {rule["id"]: rule for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert "help" not in described["schema/odd"]
    state, envelope = described["state/stale"], described["envelope/status"]
    assert state["help"]["text"] == f"{why}\n\nKeep them.\n\nPasses: a\nFails: b"
    assert state["help"]["markdown"].startswith("**Updates are kept.**\n\nRFC 9110, section 15.5.6, requires it; see")
    assert "\\`x\\`" in state["help"]["markdown"]
    assert state["helpUri"] == "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6"
    assert state["defaultConfiguration"] == {"level": "warning"}
    assert envelope["helpUri"].startswith("https://spec.openapis.org/")
    assert envelope["help"]["text"] == "Clients read them."


SARIF_RULES = Draft202012Validator(
    {
        "$ref": "#/$defs/log",
        "$defs": {
            "log": {
                "required": ["version", "runs"],
                "properties": {
                    "$schema": {"type": "string", "format": "uri"},
                    "version": {"const": "2.1.0"},
                    "runs": {"type": "array", "items": {"$ref": "#/$defs/run"}},
                },
                "additionalProperties": False,
            },
            "run": {
                "required": ["tool"],
                "properties": {
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {
                                    "name": {"type": "string"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {"$ref": "#/$defs/rule"},
                                    },
                                },
                                "additionalProperties": False,
                            }
                        },
                        "additionalProperties": False,
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "invocations": {
                        "items": {
                            "required": ["executionSuccessful"],
                            "properties": {"executionSuccessful": {"type": "boolean"}, "commandLine": {}},
                            "additionalProperties": False,
                        }
                    },
                    "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
                },
                "additionalProperties": False,
            },
            "text": {"required": ["text"], "properties": {"text": {"type": "string"}, "markdown": {"type": "string"}}},
            "level": {"enum": ["none", "note", "warning", "error"]},
            "rule": {
                "required": ["id"],
                "properties": {
                    "id": {"type": "string"},
                    "name": {"type": "string"},
                    "shortDescription": {"$ref": "#/$defs/text"},
                    "fullDescription": {"$ref": "#/$defs/text"},
                    "help": {"$ref": "#/$defs/text"},
                    "helpUri": {"type": "string", "pattern": "^https://"},
                    "defaultConfiguration": {"properties": {"level": {"$ref": "#/$defs/level"}}},
                },
                "additionalProperties": False,
            },
            "result": {
                "required": ["message"],
                "properties": {
                    "ruleId": {"type": "string"},
                    "ruleIndex": {"type": "integer", "minimum": -1},
                    "level": {"$ref": "#/$defs/level"},
                    "message": {"$ref": "#/$defs/text"},
                    "locations": {"type": "array"},
                    "partialFingerprints": {"additionalProperties": {"type": "string"}},
                    "properties": {"type": "object"},
                },
                "additionalProperties": False,
            },
        },
    }
)
"""The parts of the JSON Schema of SARIF 2.1.0 (OASIS, errata 01) that the report uses."""


def test_sarif_has_the_structure_of_its_specification() -> None:
    rules = tuple(RuleDescription(one, "a title", "why", "fix it", Severity.ERROR) for one in ("state", "schema"))
    SARIF_RULES.validate(json.loads(sarif.REPORT.render(replace(run(), rules=rules))))
    SARIF_RULES.validate(json.loads(sarif.REPORT.render(replace(run(), findings=(grouped(),)))))


def test_sarif() -> None:
    log = json.loads(sarif.REPORT.render(run()))
    assert log["version"] == "2.1.0"
    (run_,) = log["runs"]
    rules = [rule["id"] for rule in run_["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    for result in run_["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        physical = result["locations"][0]["physicalLocation"]
        assert " " not in physical["artifactLocation"]["uri"]
        assert physical.get("region", {}).get("startLine", 1) >= 1
    first = run_["results"][0]
    assert first["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "#/paths/~1cases~1{id}/get"}]
    prints = [result["partialFingerprints"]["casemock/v1"] for result in run_["results"]]
    assert len(set(prints)) == len(prints)


class Page(HTMLParser):
    """Collects the tags, links and policy of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.policy = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        named = dict(attributes)
        self.links += [value or "" for name, value in attributes if name in {"src", "href", "action"}]
        assert not [name for name in named if name.startswith("on")]
        if named.get("http-equiv") == "Content-Security-Policy":
            self.policy = named["content"] or ""


def test_html_escapes_hostile_content_and_loads_nothing() -> None:
    shown = html.REPORT.render(run())
    page = Page(shown)
    assert page.links == []
    assert page.tags.count("script") == 1
    assert "img" not in page.tags
    assert page.policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in page.policy
    assert "{{ 7*7 }}" in shown


def test_html_shows_coverage() -> None:
    shown = html.REPORT.render(run())
    row = shown.partition('<th scope="row" class="mono">getCase</th>')[2].partition("</tr>")[0]
    states = re.findall(r'<td class="cell ([a-z]+)"', row)
    columns = re.findall(r'<th scope="col">([^<]*)</th>', shown.partition("<h2>Coverage")[2].partition("</tr>")[0])
    assert dict(zip(columns[1:], states, strict=True)) == {
        "200": "failed", "404": "never", "405": "undocumented", "4XX": "none", "5XX": "never", "default": "none"
    }  # fmt: skip
    assert "getCase 404 5XX" in shown


def test_html_sums_the_status_codes_of_a_range() -> None:
    cells = (CoverageCell("updateCase", 404, "envelope", 3, 1), CoverageCell("updateCase", 409, "envelope", 2, 0))
    shown = html.REPORT.render(replace(run(), cells=cells))
    row = shown.partition('<th scope="row" class="mono">updateCase</th>')[2].partition("</tr>")[0]
    assert "envelope 5 (1 failed)" in row
