"""The servers serve what their documents say, and each of their bugs can be seen."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import httpx
import pytest

from contracts.cli.main import main as contracts
from tests.servers.run import create, document, generated, module, names, running

# Litestar: the forms that replace the deprecated ones do not exist in the oldest supported versions.
pytestmark = pytest.mark.filterwarnings(
    "ignore:.*declared using deprecated:DeprecationWarning", "ignore:.*Reserved kwarg:DeprecationWarning"
)
WITH_DEMO = [name for name in names() if document(name).with_name("demo.py").exists()]
BUGS = [(name, bug) for name in WITH_DEMO for bug in module(name).BUGS]


@contextmanager
def client(name: str, bug: str = "") -> Iterator[httpx.Client]:
    with running(name, bug) as url, httpx.Client(base_url=url) as connection:
        yield connection


def demos(name: str) -> dict[str, Callable[[httpx.Client], Any]]:
    """Return the demonstration of each bug: it sends requests and returns what is right without the bug only."""
    return import_module(f"tests.servers.{name}.demo").DEMOS


@pytest.mark.parametrize("name", names())
def test_the_document_is_valid(name: str) -> None:
    assert contracts(["validate", str(document(name)), "--quiet"]) == 0


def outline(content: dict[str, Any]) -> dict[str, Any]:
    """Return what is the same in all versions of a framework: operations with their parameters and status codes."""
    return {
        f"{method} {path}": (
            sorted(parameter["name"] for parameter in operation.get("parameters", [])),
            sorted(operation["responses"]),
        )
        for path, operations in content["paths"].items()
        for method, operation in operations.items()
    }


@pytest.mark.parametrize("name", [name for name in names() if document(name).suffix == ".json"])
def test_the_document_is_what_the_framework_generates(name: str) -> None:
    content = generated(name)
    assert content is None or outline(json.loads(document(name).read_text())) == outline(content)


@pytest.mark.parametrize("name", names())
def test_a_server_starts(name: str) -> None:
    with client(name) as connection:
        assert connection.get("/no-such-path").status_code in {401, 404}


@pytest.mark.parametrize("name", names())
def test_a_server_has_two_bugs(name: str) -> None:
    assert len(module(name).BUGS) == 2
    assert name not in WITH_DEMO or set(demos(name)) == set(module(name).BUGS)
    with pytest.raises(ValueError, match="does not have the bug"):
        create(name, "unknown")


@pytest.mark.parametrize(("name", "bug"), BUGS)
def test_a_bug_can_be_seen(name: str, bug: str) -> None:
    demo = demos(name)[bug]
    with client(name) as right, client(name, bug) as wrong:
        assert demo(right) is True
        assert demo(wrong) is False


@pytest.mark.parametrize(("name", "bug"), BUGS)
def test_a_bug_changes_nothing_else(name: str, bug: str) -> None:
    for other, demo in demos(name).items():
        if other != bug:
            with client(name, bug) as wrong:
                assert demo(wrong) is True


@pytest.mark.parametrize("name", WITH_DEMO)
def test_the_smoke_sequence_succeeds(name: str) -> None:
    with client(name) as connection:
        import_module(f"tests.servers.{name}.demo").smoke(connection)
