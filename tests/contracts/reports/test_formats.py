"""Each report format is valid for its readers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

from jsonschema import Draft202012Validator

from contracts.reports import github, html, junit, sarif, text
from contracts.reports import json as json_report
from contracts.run_result import CoverageCell
from tests.contracts.reports.sample import HOSTILE, run

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
    assert list(by_name) == ["getCase", "updateCase", text.GENERAL]
    cases = {case.get("name"): case for case in by_name["getCase"]}
    assert set(cases) == {"protocol", "state"}
    assert cases["protocol"].find("failure") is None
    failure = cases["state"].find("failure")
    assert failure is not None
    assert failure.get("type") == "state/stale"
    assert "curl -i" in (failure.text or "")
    assert (cases["state"].get("file"), cases["state"].get("line")) == ("api docs/open,api.yaml", "12")


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
