"""Routing: precedence, decoding, and a comparison with a naive oracle."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.http.route import Route, raw_path
from mockserver.http.routing import Router


def router(*templates: str) -> Router[str]:
    made: Router[str] = Router()
    for template in templates:
        made.add("GET", template, template)
    return made


def match(path: str, *templates: str) -> tuple[str, dict[str, str]] | None:
    return router(*templates).match("GET", path)


@pytest.mark.parametrize(
    ("template", "path", "values"),
    [
        ("/", "/", {}),
        ("/pets", "/pets", {}),
        ("/pets/{id}", "/pets/7", {"id": "7"}),
        ("/pets/{id}", "/pets/a%2Fb", {"id": "a%2Fb"}),
        ("/pets/{id}", "/pets/..", {"id": ".."}),
        ("/pets/{id}", "/pets/a;b=c,d", {"id": "a;b=c,d"}),
        ("/pets/{c.d}", "/pets/7", {"c.d": "7"}),
        ("/pets/{pet-id}/{n}", "/pets/7/8", {"pet-id": "7", "n": "8"}),
        ("/pets/{id}/", "/pets/7/", {"id": "7"}),
        ("/files/{name}.{extension}", "/files/a.b.c", {"name": "a", "extension": "b.c"}),
        ("/files/{name}.json", "/files/a.json.json", {"name": "a.json"}),
        ("/x/{from}..{to}", "/x/1..2", {"from": "1", "to": "2"}),
        ("/range({from},{to})", "/range(1,2)", {"from": "1", "to": "2"}),
        ("/range({from},{to})", "/range%281%2c2%29", {"from": "1", "to": "2"}),
        ("/jobs/{id}:cancel", "/jobs/7:cancel", {"id": "7"}),
        ("/jobs/{id}:cancel", "/jobs/7%3Acancel", {"id": "7"}),
        ("/pair/{a}2{b}", "/pair/x%2Fy2z", {"a": "x%2Fy", "b": "z"}),
        ("/file/{name}.json", "/file/a%2Ejson", {"name": "a"}),
        ("/café", "/caf%C3%A9", {}),
        ("/caf%C3%A9", "/caf%c3%a9", {}),
        ("/a b", "/a%20b", {}),
        ("/~me", "/%7Eme", {}),
    ],
)
def test_match(template: str, path: str, values: dict[str, str]) -> None:
    assert match(path, template) == (template, values)


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("/pets", "/pets/"),
        ("/pets/", "/pets"),
        ("/pets", "//pets"),
        ("/pets", "/Pets"),
        ("/pets/{id}", "/pets"),
        ("/pets/{id}", "/pets/"),
        ("/pets/{id}", "/pets/7/"),
        ("/pets/{id}", "/pets//7"),
        ("/pets/{id}/toys", "/pets//toys"),
        ("/a/b", "/a%2Fb"),
        ("/files/{name}.{extension}", "/files/a"),
        ("/files/{name}.{extension}", "/files/.b"),
        ("/files/{name}.{extension}", "/files/a."),
        ("/pets", "*"),
        ("/pets", ""),
        ("/pets", "elsewhere/pets"),
        ("/{id}", "x/7"),
    ],
)
def test_no_match(template: str, path: str) -> None:
    assert match(path, template) is None


@pytest.mark.parametrize(
    ("path", "wins"),
    [
        ("/pets/mine", "/pets/mine"),
        ("/pets/%6Dine", "/pets/mine"),
        ("/pets/yours", "/pets/{id}"),
        ("/pets/mine/toys", "/pets/{id}/toys"),
        ("/pets/a.json", "/pets/{id}.json"),
        ("/pets/a.min.json", "/pets/{id}.min.json"),
        ("/x/a/1", "/x/a/{n}"),
        ("/x/b/1", "/x/{m}/1"),
        ("/x/a/2", "/x/a/{n}"),
    ],
)
def test_the_most_literal_template_wins_in_any_order(path: str, wins: str) -> None:
    templates = [
        "/pets/{id}",
        "/pets/{id}/toys",
        "/pets/{id}.json",
        "/pets/{id}.min.json",
        "/pets/mine",
        "/x/{m}/1",
        "/x/a/{n}",
    ]
    for order in (templates, templates[::-1]):
        found = match(path, *order)
        assert found is not None
        assert found[0] == wins


def test_a_literal_without_a_match_is_abandoned() -> None:
    assert match("/a/b/c/e", "/a/b/c/d", "/a/{x}/c/e") == ("/a/{x}/c/e", {"x": "b"})


def test_values_of_an_abandoned_branch_are_dropped() -> None:
    assert match("/p.q/y", "/{a}.{b}/x", "/{c}/y") == ("/{c}/y", {"c": "p.q"})


def test_a_path_belongs_to_one_template_whatever_the_method() -> None:
    made: Router[str] = Router()
    made.add("GET", "/pets/mine", "mine")
    made.add("DELETE", "/pets/{id}", "delete")
    assert made.match("DELETE", "/pets/mine") is None
    assert made.route("GET", "/pets/mine").methods == ("GET",)
    assert made.route("GET", "/pets/7").methods == ("DELETE",)
    assert made.route("GET", "/nowhere").methods == ()


def test_the_first_candidate_that_exists_counts() -> None:
    made = router("/a/x", "/x", "/y")
    assert made.route("GET", "/x", ("/a/x", "/x")) == Route("/x", "/a/x", "/a/x", {}, ("GET",))
    assert made.route("GET", "/y", ("/a/y", "/y")) == Route("/y", "/y", "/y", {}, ("GET",))
    assert made.route("GET", "/z", ("/a/z", "/z")) == Route("/z", "/a/z")
    assert made.route("PUT", "/x", ("/a/x", "/x")) == Route("/x", "/a/x", None, {}, ("GET",))


def test_methods_of_one_template_can_have_different_names() -> None:
    made: Router[str] = Router()
    made.add("GET", "/pets/{id}", "get")
    made.add("PUT", "/pets/{petId}", "put")
    assert made.match("GET", "/pets/7") == ("get", {"id": "7"})
    assert made.match("PUT", "/pets/7") == ("put", {"petId": "7"})


def test_the_first_of_two_equal_templates_wins() -> None:
    made: Router[int] = Router()
    made.add("GET", "/a/{x}", 1)
    made.add("GET", "/a/{y}", 2)
    assert made.match("GET", "/a/b") == (1, {"x": "b"})


def test_a_thousand_templates() -> None:
    templates = [f"/{kind}{number}/{{id}}/part{number}" for number in range(500) for kind in ("a", "b")]
    made = router(*templates)
    for template in templates:
        assert made.match("GET", template.replace("{id}", "7")) == (template, {"id": "7"})
    assert made.match("GET", "/a500/7/part500") is None


def test_a_hostile_segment_takes_linear_time() -> None:
    # With a pattern that backtracks over both names this would take minutes.
    assert match("/" + "-" * 60_000, "/{a}-{b}-{c}.json") is None


# ---------------------------------------------------------------------- against a naive oracle

PIECE = st.sampled_from(["a", "b", "ab", "a.b", "é", "{x}", "{x}.{y}", "{x}.a", "a-{x}"])


@st.composite
def templates_and_path(draw: st.DrawFn) -> tuple[list[str], str]:
    templates = draw(st.lists(st.lists(PIECE, min_size=1, max_size=4), min_size=1, max_size=8))
    parts = draw(st.lists(st.sampled_from(["a", "b", "ab", "a.b", "b.a", "é", "a-b", "", "a/b"]), max_size=4))
    written = [_numbered(pieces) for pieces in templates]
    return written, "/" + "/".join(quote(part, safe="") for part in parts)


def _numbered(pieces: list[str]) -> str:
    """A template without duplicate names."""
    count = iter(range(20))
    return re.sub(r"\{\w\}", lambda _: f"{{n{next(count)}}}", "/" + "/".join(pieces))


def _oracle(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    encoded = [
        f"(?P<{part}>[^/]+?)" if index % 2 else re.escape(quote(part, safe="/")) for index, part in enumerate(parts)
    ]
    return re.compile("".join(encoded))


@given(templates_and_path())
def test_the_router_agrees_with_a_naive_oracle(case: tuple[list[str], str]) -> None:
    templates, path = case
    fitting = [template for template in templates if _oracle(template).fullmatch(path)]
    found = match(path, *templates)
    if found is None:
        assert not fitting
        return
    template, values = found
    assert template in fitting
    expected = _oracle(template).fullmatch(path)
    assert expected is not None
    assert values == expected.groupdict()
    # The first segment in which it differs from a rival is at least as literal as the rival's.
    assert _rank(template) == min(_rank(rival) for rival in fitting)


def _rank(template: str) -> list[tuple[int, int]]:
    """Sort key by segment: literal, then mixed, then a name alone; more literal text first."""
    ranks = []
    for segment in template.split("/")[1:]:
        if "{" not in segment:
            ranks.append((0, 0))
        elif re.fullmatch(r"\{[^{}]+\}", segment):
            ranks.append((2, 0))
        else:
            ranks.append((1, -len(re.sub(r"\{\w+\}", "", segment))))
    return ranks


# ---------------------------------------------------------------------- the raw path of a scope


@pytest.mark.parametrize(
    ("scope", "path"),
    [
        ({"raw_path": b"/a%2Fb", "path": "/a/b"}, "/a%2Fb"),
        ({"raw_path": b"/a?x=1", "path": "/a"}, "/a"),
        ({"raw_path": None, "path": "/a b/é"}, "/a%20b/%C3%A9"),
        ({"path": "/a;b=c"}, "/a;b=c"),
        ({"path": "/mock/a", "raw_path": b"/mock/a", "root_path": "/mock"}, "/a"),
        ({"path": "/mock", "raw_path": b"/mock", "root_path": "/mock"}, ""),
        ({"path": "/a", "raw_path": b"/a", "root_path": "/mock"}, "/a"),
        ({"path": "/mocked/a", "raw_path": b"/mocked/a", "root_path": "/mock"}, "/mocked/a"),
        ({"path": "/my mock/a", "raw_path": b"/my%20mock/a", "root_path": "/my mock"}, "/a"),
        ({"path": "/mock/a", "raw_path": b"/mock/a", "root_path": "/mock/"}, "/a"),
        ({"path": "/", "raw_path": b"/", "root_path": ""}, "/"),
    ],
)
def test_raw_path(scope: dict[str, object], path: str) -> None:
    assert raw_path(scope) == path


def test_head_falls_back_to_get():
    router: Router[str] = Router()
    router.add("GET", "/read", "get")
    router.add("GET", "/both", "get")
    router.add("HEAD", "/both", "head")
    router.add("POST", "/write", "post")
    assert router.match("HEAD", "/read") == ("get", {})
    assert router.match("HEAD", "/both") == ("head", {})
    assert router.match("HEAD", "/write") is None
