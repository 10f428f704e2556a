"""``contracts test`` on the command line: exit codes, reports, selection, secrets, and Ctrl-C."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.cli.main import main
from tests.conftest import ROOT
from tests.contracts.fuzzing.shop import DOCUMENT, SECRET

APP = '''
"""A shop whose responses to reads depend on environment variables."""
import json, os
from tests.contracts.fuzzing.shop import Shop
from contracts.messages import Request

SHOP = Shop()

def app(environ, start_response):
    sent = {"authorization": environ.get("HTTP_AUTHORIZATION"), "content-type": environ.get("CONTENT_TYPE")}
    headers = [(name, value) for name, value in sent.items() if value is not None]
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    answer = SHOP.answer(Request(environ["REQUEST_METHOD"], environ["REQUEST_URI"], tuple(headers), body))
    if os.environ.get("SPOILT") and environ["REQUEST_METHOD"] == "GET" and answer.status == 200:
        answer = type(answer)(200, answer.headers, b'{"id": "seven", "name": "lamp"}')
    if os.environ.get("WAITS") and environ["REQUEST_METHOD"] == "POST":
        import signal
        signal.raise_signal(signal.SIGINT)
    start_response(f"{answer.status} X", list(answer.headers))
    return [answer.body]
'''

COMMON = ["--identity", f"all={SECRET}", "--known", "id=41"]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The file of the document, next to the application ``shop_app:app``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "shop_app", raising=False)
    (tmp_path / "shop_app.py").write_text(APP, "utf-8")
    (tmp_path / "shop.yaml").write_text(DOCUMENT, "utf-8")
    return "shop.yaml"


def run(document: str, *arguments: str) -> int:
    return main(["test", document, "--app", "shop_app:app", *COMMON, *arguments])


def test_a_correct_implementation_has_no_findings(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "--check", "protocol-dates", "--phases", "examples") == 0
    shown = capsys.readouterr()
    assert "0 findings in 3 operations" in shown.out
    assert shown.err == ""


def test_findings_are_shown_at_once_and_in_the_report(
    shop: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOILT", "1")
    assert run(shop, "--phases", "examples", "--check", "item-identity") == 1
    shown = capsys.readouterr()
    assert "readThing" in shown.err
    assert "curl" in shown.out
    assert SECRET not in shown.out + shown.err


def test_reports_are_written_to_files(
    shop: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOILT", "1")
    arguments = ("--phases", "examples", "--quiet", "--check", "item-identity")
    assert run(shop, *arguments, "--format", "json", "--output", "one.json", "--report", "json=two.json") == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "")
    one = Path("one.json").read_text("utf-8")
    assert one == Path("two.json").read_text("utf-8")
    assert json.loads(one)
    assert SECRET not in one


def test_the_command_to_reproduce_has_all_options_and_no_secret(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--phases", "none", "--check", "protocol-dates", "--seed", "9", "--exclude", "method:delete", "--fast"]
    assert run(shop, *arguments) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if "contracts test shop.yaml" in line)
    for words in (
        "--app shop_app:app",
        "--identity 'all=…'",
        "--known id=41",
        "--exclude method:delete",
        "--check protocol-dates",
        "--phases none",
        "--fast",
        "--seed 9",
    ):
        assert words in line


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--seed", "x"], "--seed"),
        (["--max-time", "-1"], "--max-time"),
        (["--max-examples", "0"], "--max-examples"),
        (["--check", "nope"], "'nope'"),
        (["--phases", "nope"], "'nope'"),
        (["--format", "jsom"], "did you mean 'json'"),
        (["--report", "html"], "--report"),
        (["--include", "colour:red"], "--include"),
        (["--exclude", "path:*"], "no operation to test"),
        (["--shard", "3/2"], "--shard"),
        (["--api", "nope"], "no API 'nope'"),
        (["--identity", "me@nope=s3cret2"], "no security scheme 'nope'"),
        (["--known", "id"], "--known"),
        (["--frobnicate"], "--frobnicate"),
    ],
)
def test_wrong_usage_is_reported_before_any_request(
    shop: str, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(shop, *arguments) == 2
    shown = capsys.readouterr()
    assert words in shown.err
    assert "s3cret2" not in shown.err
    assert "shop_app" not in sys.modules


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("shop_app", "module:attribute"),
        ("nothing_there:app", "cannot import 'nothing_there'"),
        ("shop_app:nope", "has no 'nope'"),
        ("shop_app:__name__", "not an ASGI or WSGI application"),
    ],
)
def test_an_invalid_application_is_reported(
    shop: str, name: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["test", shop, "--app", name]) == 2
    assert words in capsys.readouterr().err


def test_exit_code_if_there_is_nothing_to_test(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", shop, "--app", "shop_app:app", "--identity", "me=wrong-t0ken"]) == 2
    shown = capsys.readouterr()
    assert "rejects every request with 401" in shown.err
    assert "wrong-t0ken" not in shown.err


def test_shards_cover_all_operations(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--phases", "none", "--check", "protocol-dates", "--quiet", "--format", "json")
    seen = []
    for part in ("1/2", "2/2"):
        assert run(shop, *arguments, "--shard", part) in {0, 2}
        seen.append(capsys.readouterr())
    assert "readThing" in "".join(one.out for one in seen)


def test_ctrl_c_gives_the_report_so_far(
    shop: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOILT", "1")
    monkeypatch.setenv("WAITS", "1")
    assert run(shop, "--phases", "none") == 130
    shown = capsys.readouterr()
    assert "interrupted with Ctrl-C" in shown.out
    assert "findings in 3 operations" in shown.out


def test_help_has_examples() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "contracts", "test", "--help"], capture_output=True, text=True, cwd=ROOT, check=True
    ).stdout
    assert "examples:" in shown
    assert "exit codes:" in shown


def test_a_baseline_with_a_former_check_id_is_accepted(
    shop: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOILT", "1")
    arguments = ("--phases", "none", "--check", "item-identity", "--baseline", "accepted.json")
    assert run(shop, *arguments, "--update-baseline") == 0
    monkeypatch.setattr("contracts.conformance.checks.registry.RENAMED", {"item-id": "item-identity"})
    text = Path("accepted.json").read_text("utf-8")
    Path("accepted.json").write_text(text.replace('"rule": "item-identity', '"rule": "item-id'), "utf-8")
    assert text != Path("accepted.json").read_text("utf-8")
    assert run(shop, *arguments) == 0
    assert "1 finding ignored by baseline accepted.json" in capsys.readouterr().out


def test_help_has_standard_groups(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "--help"]) == 0
    shown = capsys.readouterr().out
    groups = [line[:-1] for line in shown.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert groups[2:] == ["target", "safety", "selection", "credentials", "effort", "output", "examples"]


@pytest.mark.usefixtures("shop")
def test_no_files_are_left_in_the_folder(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    cache = tmp_path_factory.mktemp("cache")
    before = sorted(path.name for path in tmp_path.iterdir())
    command = [sys.executable, "-B", "-m", "contracts", "test", "shop.yaml", "--app", "shop_app:app", *COMMON]
    command += ["--check", "protocol-status", "--phases", "coverage,fuzzing", "--max-examples", "5"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache)}
    environment.pop("HYPOTHESIS_STORAGE_DIRECTORY", None)
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (cache / "casemock" / "hypothesis").is_dir()
