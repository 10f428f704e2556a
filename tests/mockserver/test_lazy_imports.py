"""Modules that connexion imports but we do not use are not imported, and still work for others."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mockserver.connexion_app import deferred

LEAN = """
import importlib.util, sys
find_spec = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "flask" else find_spec(name, *rest)
sys.modules["flask"] = None  # as if it were not installed
import mockserver.connexion_app
print(sorted({"requests", "httpx", "jinja2", "starlette.testclient"} & sys.modules.keys()))
from starlette.testclient import TestClient
import requests, starlette
print(TestClient.__name__, requests.Session.__name__, starlette.testclient is sys.modules["starlette.testclient"])
import connexion.json_schema
print(connexion.json_schema.requests.Session is requests.Session)
"""


def test_connexion_is_imported_without_http_clients() -> None:
    done = subprocess.run([sys.executable, "-c", LEAN], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "TestClient Session True", "True"]


def test_flask_can_be_installed() -> None:
    """connexion imports Flask if it is installed, and Flask derives classes from those of jinja2."""
    code = "import mockserver.connexion_app, flask; print(flask.render_template_string.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "render_template_string"


def test_a_placeholder_becomes_the_module_after_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with deferred("colorsys"):
        import colorsys

        assert colorsys.rgb_to_hls is None
    assert "colorsys" not in sys.modules
    assert colorsys.rgb_to_hls(0, 0, 0) == (0, 0, 0)
    monkeypatch.delitem(sys.modules, "colorsys")


def test_imported_modules_are_not_replaced() -> None:
    import json

    with deferred("json"):
        import json as again
    assert again is json
