"""The page is made of its data alone."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from mockserver.console.index import Index
from mockserver.console.page import render_index
from mockserver.mount import MountedApi
from mockserver.settings import Settings


def test_names_are_in_the_title(mounted: tuple[MountedApi, ...]) -> None:
    html = render_index(Index(mounted, Settings()).data("http://here:1")).decode()
    assert "<title>Things &lt;b&gt;&amp;amp; · casemock</title>" in html
    assert "credentials from the settings" not in html


def test_lone_surrogates_do_not_break_it(mounted: tuple[MountedApi, ...]) -> None:
    data = Index(mounted, Settings()).data("http://here:1")
    data["apis"][0]["title"] = "\ud800"
    assert b"<title>? " in render_index(data)


def test_missing_data_is_a_mistake() -> None:
    with pytest.raises(UndefinedError):
        render_index({"apis": []})
