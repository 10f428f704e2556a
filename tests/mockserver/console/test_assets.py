"""Static files and the index page."""

from __future__ import annotations

import re

import pytest
from jinja2 import UndefinedError

from mockserver.console.assets import OWN_FILES, SWAGGER_UI_FILES, asset, render
from mockserver.console.index import Index
from mockserver.http.messages import MockResponse
from mockserver.mounting import MountedApi
from mockserver.settings import Settings


def found(name: str, if_none_match: str = "") -> MockResponse:
    answer = asset(name, if_none_match, [(b"x-more", b"1")])
    assert answer is not None
    return answer


@pytest.mark.parametrize("name", [*SWAGGER_UI_FILES, *OWN_FILES])
def test_every_file_exists(name: str) -> None:
    answer = found(name)
    assert answer.status == 200
    assert answer.body
    kinds = {"css": "text/css", "js": "text/javascript", "png": "image/png", "html": "text/html"}
    assert answer.media_type.startswith(kinds[name.rpartition(".")[2]])
    assert (b"x-more", b"1") in answer.headers


def test_swagger_ui_is_version_5() -> None:
    assert re.search(rb'PACKAGE_VERSION:"5\.\d+', found("swagger-ui-bundle.js").body)


@pytest.mark.parametrize("name", ["swagger-editor.js", "app.py", "../app.py", "..", "", "LICENSE", "a/b.js"])
def test_other_files_are_not_served(name: str) -> None:
    assert asset(name, "", []) is None


@pytest.mark.parametrize("wrap", ["{}", 'W/{}, "other"', '"other", {}'])
def test_a_matching_entity_tag_gets_304(wrap: str) -> None:
    tag = dict(found("ui.js").headers)[b"etag"].decode()
    answer = found("ui.js", wrap.format(tag))
    assert (answer.status, answer.body) == (304, b"")
    assert dict(answer.headers)[b"etag"].decode() == tag


def test_another_entity_tag_gets_the_file() -> None:
    assert found("ui.js", '"other"').status == 200


def test_the_title_contains_the_api_names(mounted: tuple[MountedApi, ...]) -> None:
    html = render("commands", Index(mounted, Settings()).data("http://here:1")).decode()
    assert "<title>Things &lt;b&gt;&amp;amp; · casemock</title>" in html
    assert "credentials from the settings" not in html


def test_lone_surrogates_are_rendered(mounted: tuple[MountedApi, ...]) -> None:
    data = Index(mounted, Settings()).data("http://here:1")
    data["apis"][0]["title"] = "\ud800"
    assert b"<title>\\ud800 " in render("commands", data)


def test_missing_data_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("commands", {"apis": []})
