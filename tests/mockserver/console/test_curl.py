"""Curl lines mean to a shell what they should: a stand-in for curl tells what it was given."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.console.curl import curl_line
from mockserver.console.samples import SampleRequest

BASE = "http://127.0.0.1:8080"


def given_to_curl(line: str, shell: str = "sh") -> list[str]:
    script = f"curl() {{ printf '%s\\0' \"$@\"; }}\n{line}\n"
    output = subprocess.run([shell, "-c", script], capture_output=True, check=True, timeout=60).stdout
    return output.decode().split("\0")[:-1]


@pytest.mark.parametrize(
    ("request_", "arguments"),
    [
        (SampleRequest("GET", "/a"), [f"{BASE}/a"]),
        (SampleRequest("HEAD", "/a"), ["--head", f"{BASE}/a"]),
        (SampleRequest("DELETE", "/a?b=c&d"), ["-X", "DELETE", f"{BASE}/a?b=c&d"]),
        (SampleRequest("POST", "/a", body="{}"), [f"{BASE}/a", "--data-raw", "{}"]),
        (SampleRequest("POST", "/a"), ["-X", "POST", f"{BASE}/a"]),
        (SampleRequest("POST", "/a", body=""), [f"{BASE}/a", "--data-raw", ""]),
        (SampleRequest("GET", "/a", body="@f"), ["-X", "GET", f"{BASE}/a", "--data-raw", "@f"]),
        (SampleRequest("POST", "/a", form=(("f", "<x"),)), [f"{BASE}/a", "--form-string", "f=<x"]),
        (
            SampleRequest("GET", "/a", (("X-Name", "it's $HOME"), ("X-Empty", ""))),
            [f"{BASE}/a", "-H", "X-Name: it's $HOME", "-H", "X-Empty;"],
        ),
    ],
)
def test_words(request_: SampleRequest, arguments: list[str]) -> None:
    assert given_to_curl(curl_line(request_, BASE)) == arguments


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20))
def test_any_body_comes_through_on_one_line(body: str) -> None:
    line = curl_line(SampleRequest("POST", "/", body=body), BASE)
    assert line.isprintable()
    # $'…' is in POSIX.1-2024, but dash does not know it yet.
    assert given_to_curl(line, "bash")[-1] == body
