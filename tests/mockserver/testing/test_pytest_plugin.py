"""The pytest plugin: fixtures, marker, ini option, reports of failed tests."""

from __future__ import annotations

import json
import tomllib

import pytest

from tests.conftest import ROOT
from tests.mockserver.control.kiosk import PATHS
from tests.mockserver.kit import document

PLUGIN = ("-p", "no:cacheprovider", "-p", "mockserver.pytest_plugin")
"""Options that load the plugin, whether or not the installed package has registered it."""


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    """A test suite with the document ``api/tickets.json``, which is that of the ini option."""
    folder = pytester.mkdir("api")
    (folder / "tickets.json").write_text(json.dumps(document(PATHS, servers=[{"url": "https://tickets.example.com"}])))
    pytester.makeini("[pytest]\ncasemock_spec = api/tickets.json\n")
    return pytester


def test_each_test_begins_with_a_new_server(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        """
        import httpx, pytest

        @pytest.mark.parametrize("number", range(3))
        def test_items(mock_server, number):
            assert mock_server.requests() == []
            assert len(mock_server.state["/tickets"].items()) > 0
            assert httpx.get(f"{mock_server.url}/tickets/1").status_code == 200
            mock_server.state["/tickets"].clear()
            mock_server.stub("getTicket", code=404)

        def test_intercepted(mock_api):
            assert httpx.get("https://tickets.example.com/tickets/1").status_code == 200
            mock_api.verify("getTicket", times=1)
        """
    )
    suite.runpytest_inprocess(*PLUGIN).assert_outcomes(passed=4)


def test_markers_choose_document_and_settings(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        """
        import pytest

        pytestmark = pytest.mark.casemock(seed=5)

        @pytest.mark.casemock("api/tickets.json", closed=True)
        def test_settings(mock_server):
            assert (mock_server.app.settings.seed, mock_server.app.settings.closed) == (5, True)

        @pytest.mark.casemock(spec={"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {}})
        def test_mapping(mock_server):
            assert mock_server.app.settings.seed == 5
            assert not any(api.operations for api in mock_server.app.apis)
        """
    )
    suite.runpytest_inprocess(*PLUGIN, "--strict-markers").assert_outcomes(passed=2)


def test_files_in_markers_are_relative_to_the_test_file_or_the_root_folder(suite: pytest.Pytester) -> None:
    folder = suite.mkdir("tests")
    (folder / "tickets.yaml").write_text("/tickets: [{id: '1', title: Stalls}]\n")
    (suite.path / "stubs.yaml").write_text(
        "{request: {operation: getMine}, response: {status: 404}, validate: false}\n"
    )
    (folder / "test_files.py").write_text(
        """
import httpx, pytest

@pytest.mark.casemock(data="tickets.yaml", stubs="stubs.yaml", closed=True)
def test_files(mock_api):
    assert [one["title"] for one in mock_api.state["/tickets"]] == ["Stalls"]
    assert httpx.get("https://tickets.example.com/tickets/mine").status_code == 404
"""
    )
    elsewhere = suite.mkdir("elsewhere")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(elsewhere)
        suite.runpytest_inprocess(
            *PLUGIN, "--rootdir", suite.path, "-c", suite.path / "tox.ini", folder
        ).assert_outcomes(passed=1)


def test_the_report_of_a_failed_test_has_the_last_requests(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        """
        import httpx

        def test_failing(mock_api):
            httpx.post("https://tickets.example.com/tickets", json={"id": "1"})
            assert False
        """
    )
    result = suite.runpytest_inprocess(*PLUGIN)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*last requests to the mock server, 1*", "1. POST /tickets -> 422 (createTicket)", "*invalid_body*title*"]
    )


MODULES_OF_A_SUITE = """
import sys

def test_nothing():
    own = {"mockserver", "mockserver.pytest_plugin"}
    assert {name for name in sys.modules if name.partition(".")[0] in {"mockserver", "contracts"}} == own
    assert {"connexion", "faker", "httpx", "jsonschema_rs", "starlette", "yaml"}.isdisjoint(sys.modules)
"""


def test_the_plugin_imports_no_server_unless_used(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    suite.makepyfile(MODULES_OF_A_SUITE)
    suite.runpytest_subprocess(*PLUGIN, "-W", "error").assert_outcomes(passed=1)


@pytest.fixture
def installed(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A test suite beside an installed package with the entry points and the modules of this one."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["pytest11"]
    packages = suite.mkdir("packages")
    metadata = packages / "casemock-0.0.1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: casemock\nVersion: 0.0.1\n")
    lines = "".join(f"{name} = {module}\n" for name, module in settings.items())
    (metadata / "entry_points.txt").write_text(f"[pytest11]\n{lines}")
    (metadata / "RECORD").write_text("contracts/__init__.py,,\nmockserver/__init__.py,,\nmockserver/app.py,,\n")
    for name in ("contracts", "mockserver"):
        (packages / name).symlink_to(ROOT / name)
    monkeypatch.setenv("PYTHONPATH", str(packages))
    return suite


FIXTURE = "def test_fixture(mock_api):\n    assert mock_api.requests() == []\n"
EARLY = "from mockserver.testing import MockServer\n"


@pytest.mark.parametrize(
    ("options", "configuration"),
    [
        ((), ""),
        (("-p", "mockserver.pytest_plugin"), ""),
        ((), "pytest_plugins = ['mockserver.pytest_plugin']\n"),
        ((), EARLY),
        (("-p", "xdist", "-n", "2", "-p", "mockserver.pytest_plugin"), EARLY),
    ],
    ids=["installed", "option", "conftest", "imported", "xdist"],
)
def test_the_installed_plugin_is_registered_once(
    installed: pytest.Pytester, options: tuple[str, ...], configuration: str
) -> None:
    """Whoever loads it too, there are no warnings, and modules of the package may be imported beforehand."""
    installed.makeconftest(configuration)
    installed.makepyfile(FIXTURE)
    result = installed.runpytest_subprocess("-p", "no:cacheprovider", "-W", "error", "--strict-markers", *options)
    result.assert_outcomes(passed=1)


def test_the_installed_plugin_can_be_blocked(installed: pytest.Pytester) -> None:
    installed.makeini("[pytest]\n")
    installed.makepyfile(FIXTURE)
    result = installed.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:mockserver.pytest_plugin")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*fixture 'mock_api' not found*"])
