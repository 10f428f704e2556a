"""The pytest plugin: fixtures with a mock server, and its last requests in the reports of failed tests.

>>> @pytest.mark.casemock(spec="openapi.yaml", api="serverops")
... def test_client(mock_api):
...     assert client.read_case("1").id == "1"
...     mock_api.verify(operation="serverops_getCase")
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # imported only if a test uses a fixture: the plugin is loaded for all test suites
    from mockserver.testing import MockServer

INI = "casemock_spec"
MARKER = "casemock"
FILES = ("data", "stubs")
"""Settings that name files."""
SHOWN = 10
"""Number of requests in the report of a failed test."""

Servers = dict[tuple[Any, ...], "MockServer"]

_SERVERS = pytest.StashKey[Servers]()
_USED = pytest.StashKey["MockServer"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the ini option."""
    parser.addini(INI, "OpenAPI document of the fixtures mock_server and mock_api, relative to the root folder")


def pytest_configure(config: pytest.Config) -> None:
    """Describe the marker."""
    config.stash[_SERVERS] = {}
    config.addinivalue_line(
        "markers",
        f"{MARKER}(spec=..., **settings): document and settings of the fixtures mock_server and mock_api,"
        " e.g. api='shop', seed=7, data='items.yaml', closed=True",
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers."""
    for server in config.stash.get(_SERVERS, {}).values():
        server.close()


@pytest.fixture
def mock_server(request: pytest.FixtureRequest) -> MockServer:
    """A mock server, as new: one for each document and its settings in this process, reset before each test."""
    settings = _settings(request.node)
    spec = _document(request.node, settings.pop("spec", ""))
    servers = request.config.stash[_SERVERS]
    key = (str(spec), *sorted((name, repr(value)) for name, value in settings.items()))
    server = servers.get(key)
    if server is None:
        from mockserver.testing import MockServer  # noqa: PLC0415 (see above)

        server = servers[key] = MockServer(*([spec] if spec else []), **settings)
    server.reset()
    request.node.stash[_USED] = server
    return server


@pytest.fixture
def mock_api(mock_server: MockServer) -> Iterator[MockServer]:
    """The mock server, which receives the requests to the server URLs of its document."""
    with mock_server.intercept():
        yield mock_server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Add the last requests to the report of a failed test."""
    report: Any = yield
    server = item.stash.get(_USED, None)
    if server is not None and report.when == "call" and report.failed:
        lines = [_line(one) for one in server.requests()[-SHOWN:]]
        report.sections.append((f"last requests to the mock server, {len(lines)}", "\n".join(lines) or "none"))
    return report


def _settings(item: Any) -> dict[str, Any]:
    """Return the arguments of the markers of a test; those that are closer take precedence."""
    found: dict[str, Any] = {}
    for marker in item.iter_markers(MARKER):
        given = dict(marker.kwargs)
        if marker.args:
            given.setdefault("spec", marker.args[0])
        found = {**given, **found}
    return found | {name: str(_path(item, found[name])) for name in FILES if found.get(name)}


def _document(item: Any, given: Any) -> Any:
    """Return the document of a test: relative to its file, or to the root folder; ``""`` for the bundled one."""
    if isinstance(given, Mapping):
        return given
    config: pytest.Config = item.config
    if not given:
        ini = str(config.getini(INI))
        return str(config.rootpath / ini) if ini else ""
    return str(_path(item, given))


def _path(item: Any, given: str) -> Path:
    """Return the path of a file that a marker names: relative to the file of the test, else to the root folder."""
    beside = Path(item.path).parent / given
    config: pytest.Config = item.config
    return beside if beside.exists() else config.rootpath / given


def _line(exchange: Mapping[str, Any]) -> str:
    operation = f" ({exchange['operation']})" if exchange["operation"] else ""
    reason = f"\n    {exchange['reason']}" if exchange["reason"] else ""
    return f"{exchange['number']}. {exchange['method']} {exchange['target']} -> {exchange['status']}{operation}{reason}"
