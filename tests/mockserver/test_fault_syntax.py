"""The syntax of ``--fault``."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.fault_syntax import parse_fault


@pytest.mark.parametrize(
    ("text", "request_", "fault"),
    [
        ("getPet: 503 rate=0.1", {"operation": "getPet"}, {"status": 503, "rate": 0.1}),
        ("*: delay=300", {}, {"delay_ms": 300}),
        ("*: delay=300 sigma=0.5", {}, {"delay_ms": {"median": 300, "sigma": 0.5}}),
        ("GET /pets/{id}: reset nth=3", {"method": "GET", "path": "/pets/{id}"}, {"abort": "reset", "nth": 3}),
        ("get /pets: 503 nth=1,2", {"method": "GET", "path": "/pets"}, {"status": 503, "nth": [1, 2]}),
        ("/v1/pets:sell: 429 retry-after=5", {"path": "/v1/pets:sell"}, {"status": 429, "retry_after": 5}),
        ("*: slow interval=20", {}, {"abort": "slow", "interval_ms": 20}),
        ("getPet: malformed", {"operation": "getPet"}, {"malformed": True}),
        ("getPet: stale delay=5", {"operation": "getPet"}, {"stale": True, "delay_ms": 5}),
        ("*: 503 token=abc==", {"headers": {"authorization": "Bearer abc=="}}, {"status": 503}),
        ("*: empty header.X-Test='a b'", {"headers": {"X-Test": "a b"}}, {"abort": "empty"}),
        ("getPet: 99999", {"operation": "getPet"}, {"status": 99999}),
    ],
)
def test_a_fault(text: str, request_: Any, fault: Any) -> None:
    assert parse_fault(text) == {"request": request_, "fault": fault}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected TARGET: EFFECT"),
        ("503", "expected TARGET: EFFECT"),
        (": 503", "expected TARGET: EFFECT"),
        ("getPet:503", "expected TARGET: EFFECT"),
        ("getPet: explode", "unknown effect 'explode'"),
        ("getPet: rate=often", "expected a number in 'rate=often'"),
        ("getPet: rate=1e400", "expected a number in 'rate=1e400'"),
        ("getPet: 503 404", "status is given twice"),
        ("getPet: rate=0.1 rate=0.2", "rate is given twice"),
        ("getPet: sigma=1", "sigma needs the median"),
        ("getPet: 503 'x", "no closing quotation"),
        ("getPet: 503 header.=x", "unknown effect 'header.=x'"),
    ],
)
def test_a_text_that_is_not_a_fault(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parse_fault(text)
    assert message in str(caught.value)
