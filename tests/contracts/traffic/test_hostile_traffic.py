"""Arbitrary traffic is reported or skipped, without crashes."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

import contracts
from contracts.errors import UsageError
from contracts.messages import Request, Response
from contracts.reports.registry import all_reports
from contracts.traffic.drift import Drift
from contracts.traffic.journal import JournalEntry, line_of
from contracts.traffic.usage import UsageOptions as Options
from contracts.traffic.usage import usage_of
from contracts.traffic.usage_file import read_usage, text_of
from tests.conftest import ROOT

CONTRACTS = {
    "petstore": contracts.load(ROOT / "tests" / "documents" / "petstore-3.1.yaml"),
    "bundled": contracts.load(ROOT / "openapi.yaml"),
}

WORDS = st.sampled_from(["pets", "cases", "serverops", "tines", "1", "", "{id}", "%2F", "%zz", "é", "\x00", ".."])
PATHS = st.lists(WORDS | st.text(max_size=4), max_size=4).map(lambda words: "/" + "/".join(words))
QUERIES = st.sampled_from(
    ["", "?", "?a", "?limit=5&limit=x", "?%zz=%zz", "?=&&=", "?a[b]=1&a[]=2", "?token=secretsecret"]
)
NAMES = st.sampled_from(["content-type", "accept", "cookie", "authorization", "x-a", "", "set-cookie"])
VALUES = st.sampled_from(
    [
        *("application/json", "application/xml", "application/x-www-form-urlencoded", "text/*", "a/b"),
        *("multipart/form-data; boundary=", "multipart/form-data; boundary=b"),
        *("", ";", "a=b; c", "Bearer ", "é", "\ud800"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4) | st.sampled_from(["id", "items", "password", "name"]), inner, max_size=3)
    ),
    max_leaves=6,
)
BODIES = st.binary(max_size=20) | JSON.map(lambda value: json.dumps(value).encode())
HEADERS = st.lists(st.tuples(NAMES, VALUES), max_size=3).map(tuple)
ENTRIES = st.builds(
    lambda method, path, query, headers, body, status, received: JournalEntry(
        1, "", "", Request(method, path + query, headers, body), Response(status, headers, received)
    ),
    st.sampled_from(["GET", "POST", "PATCH", "HEAD", "OPTIONS", "M-SEARCH"]),
    PATHS | st.sampled_from(["/pets", "/serverops/cases/case-1", "/pets/7", "/serverops/cases"]),
    QUERIES,
    HEADERS,
    BODIES,
    st.sampled_from([200, 201, 204, 304, 400, 404, 500, 599]),
    BODIES,
)


@settings(max_examples=150)
@given(st.lists(ENTRIES, max_size=3), st.sampled_from(sorted(CONTRACTS)), st.sampled_from(["none", "enums", "all"]))
@example(
    [JournalEntry(1, "", "", Request("GET", "/pets", (("x", "\ud800"),)), Response(200, (), b'{"\\ud800": 1}'))],
    "petstore",
    "all",
)
def test_no_crashes(entries: list[JournalEntry], document: str, policy: str) -> None:
    contract = CONTRACTS[document]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "traffic.ndjson"
        path.write_bytes(b"".join(map(line_of, entries)))
        run = Drift([str(path)], contract).run(document="api.yaml")
        for report in all_reports():
            report.render(run).encode("utf-8", "replace")
        try:
            usage, _ = usage_of([str(path)], contract, Options("web", policy=policy))
        except UsageError:
            return
        written = Path(folder) / "web.json"
        written.write_text(text_of(usage), "utf-8")
        assert text_of(read_usage(str(written))) == text_of(usage)
