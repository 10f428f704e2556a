"""``contracts test`` on the command line: exit codes, reports, selection, secrets, and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.cli.interruption import Termination
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
        signal.raise_signal(getattr(signal, os.environ["WAITS"]))
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


SPOILT_CHECK = ("--phases", "none", "--check", "item-identity")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 1),
        (("--severity", "item-identity=warning"), 1),
        (("--severity", "item-identity=warning", "--fail-on", "error"), 0),
        (("--severity", "item-*=hint"), 0),
        (("--severity", "item-*=hint", "--fail-on", "hint"), 1),
        (("--severity", "item-identity=off"), 0),
        (("--severity", "item-identity=off", "--severity", "item-identity=error"), 1),
    ],
)
def test_severities(
    arguments: tuple[str, ...],
    code: int,
    shop: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SPOILT", "1")
    assert run(shop, *SPOILT_CHECK, *arguments) == code
    shown = capsys.readouterr().out
    assert ("does not fail the run" in shown) is (code == 0 and "item-identity=off" not in arguments)


def test_fail_fast_ignores_findings_that_do_not_fail(
    shop: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOILT", "1")
    arguments = ("--phases", "none", "--fail-fast", "--severity", "*=hint")
    assert run(shop, *arguments, "--check", "item-identity", "--severity", "item-identity=error") == 1
    assert "stopped before the end" in capsys.readouterr().out
    assert run(shop, *arguments, "--check", "item-identity", "--check", "protocol-content") == 0
    assert "stopped before the end" not in capsys.readouterr().out


def test_severities_in_the_settings_file(
    shop: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOILT", "1")
    Path("casemock.toml").write_text('[test]\nfail-on = "error"\n[test.severities]\nitem-identity = "warning"\n')
    assert run(shop, *SPOILT_CHECK) == 0
    assert run(shop, *SPOILT_CHECK, "--severity", "item-identity=error") == 1
    assert "warning: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "arguments", "words"),
    [
        ("", ("--severity", "item-identity"), "--severity: expected ID=LEVEL"),
        ("", ("--severity", "item-identty=off"), "did you mean 'item-identity'"),
        ("", ("--severity", "nothing-*=off"), "unknown check 'nothing-*'"),
        ("", ("--fail-on", "off"), "--fail-on: expected one of error, warning, hint"),
        ('[test]\nfail-on = "never"', (), "test.fail-on: expected one of"),
        ('[test]\nseverities = "off"', (), "test.severities: expected a table"),
        ('[test.severities]\nitem-identty = "off"', (), "did you mean 'item-identity'"),
        ('[test.severities]\nitem-identity = "loud"', (), "expected one of off, hint, warning, error"),
    ],
)
def test_invalid_severities(
    content: str, arguments: tuple[str, ...], words: str, shop: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("casemock.toml").write_text(content)
    assert run(shop, *arguments) == 2
    assert words in capsys.readouterr().err


def test_a_severity_that_is_off_does_not_make_the_baseline_stale(
    shop: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOILT", "1")
    baseline = ("--baseline", "known.json")
    assert run(shop, *SPOILT_CHECK, *baseline, "--update-baseline") == 0
    assert run(shop, *SPOILT_CHECK, *baseline, "--severity", "item-identity=off") == 0
    assert "stale" not in capsys.readouterr().out


def test_strict_coverage(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--phases", "none", "--check", "deletion", "--exclude", "operation:readThing")
    assert run(shop, *arguments) == 0
    assert "note: " in capsys.readouterr().out
    assert run(shop, *arguments, "--strict-coverage") == 1
    assert "[coverage]" in capsys.readouterr().out
    assert run(shop, *arguments, "--strict-coverage", "--severity", "coverage=hint") == 0


def test_an_empty_shard(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "--shard", "9/9") == 0
    shown = capsys.readouterr().out
    assert "note: shard 9/9 has no operations" in shown
    assert "stopped before the end" not in shown
    assert "0 requests" in shown


def test_findings_are_printed_once_if_both_streams_go_to_the_same_file(shop: str, tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    command = [sys.executable, "-m", "contracts", "test", shop, "--app", "shop_app:app", *COMMON, *SPOILT_CHECK]
    paths = os.pathsep.join([str(ROOT), str(tmp_path)])
    environment = {**os.environ, "PYTHONPATH": paths, "SPOILT": "1"}
    with log.open("wb") as file:
        done = subprocess.run(command, check=False, stdout=file, stderr=subprocess.STDOUT, env=environment, timeout=120)
    assert done.returncode == 1
    lines = log.read_text("utf-8").splitlines()
    assert len([line for line in lines if "[item-identity" in line]) == 1


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
    monkeypatch.setenv("WAITS", "SIGINT")
    assert run(shop, "--phases", "none") == 130
    shown = capsys.readouterr()
    assert "interrupted with Ctrl-C" in shown.out
    assert "findings in 3 operations" in shown.out


@pytest.mark.parametrize("phases", ["none", "examples"])
def test_sigterm_gives_the_report_so_far(
    shop: str, phases: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOILT", "1")
    monkeypatch.setenv("WAITS", "SIGTERM")
    before = signal.getsignal(signal.SIGTERM)
    checks = () if phases == "none" else ("--check", "protocol-dates")
    assert run(shop, "--phases", phases, *checks) == 143
    shown = capsys.readouterr()
    assert "stopped by SIGTERM" in shown.out
    assert "in 3 operations" in shown.out
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_second_sigterm_ends_the_process_at_once() -> None:
    with Termination() as termination:
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        assert termination.received
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_sigterm_while_the_report_is_written_does_not_cut_it() -> None:
    with Termination() as termination:
        termination.interrupts = False
        signal.raise_signal(signal.SIGTERM)
        assert termination.received


def test_a_header_is_sent_and_masked(
    shop: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOILT", "1")
    monkeypatch.setenv("TENANT", "tenant-s3cret")
    headers = ("--header", "X-Tenant: $TENANT", "--header", "X-Other: other-s3cret")
    assert run(shop, "--phases", "none", "--check", "item-identity", *headers) == 1
    shown = capsys.readouterr()
    assert "X-Tenant: …" in shown.out
    assert "--header 'X-Tenant: $TENANT' --header 'X-Other: …'" in shown.out
    assert "s3cret" not in shown.out.replace(SECRET, "") + shown.err


def test_an_imperfect_document_names_the_option(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(shop).write_text(DOCUMENT.replace("type: integer", "type: intger", 1), "utf-8")
    assert run(shop, "--phases", "none") == 2
    assert "--lenient" in capsys.readouterr().err


def test_an_imperfect_document_is_tested_and_its_errors_are_noted(
    shop: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(shop).write_text(DOCUMENT.replace("type: integer", "type: intger", 1), "utf-8")
    assert run(shop, "--phases", "none", "--check", "protocol-dates", "--lenient") == 0
    shown = capsys.readouterr().out
    assert "lenient: unknown value 'intger'" in shown
    assert "removed 'type' (at shop.yaml:" in shown
    assert "--lenient --seed 1" in shown


def test_a_document_that_is_not_openapi_does_not_name_the_option(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(shop).write_text("a: b", "utf-8")
    assert run(shop) == 2
    assert "--lenient" not in capsys.readouterr().err


def test_a_remote_reference_names_the_option(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(shop).write_text(
        f"{DOCUMENT}\nx-none: 1\n".replace("{type: integer}", "{$ref: 'http://127.0.0.1:1/x'}", 1), "utf-8"
    )
    assert run(shop) == 2
    assert "--allow-remote" in capsys.readouterr().err
    assert run(shop, "--allow-remote") == 2
    assert "cannot read it" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["--read-only", "--no-delete"])
def test_flags_that_contradict_each_other(shop: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, name, "--allow-destructive") == 2
    assert f"{name} and --allow-destructive contradict each other" in capsys.readouterr().err


def test_settings_are_flags_and_headers(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("casemock.toml").write_text('[test]\nno-delete = true\n[test.headers]\nX-Tenant = "s3cret-tenant"\n', "utf-8")
    assert run(shop, "--phases", "none", "--check", "protocol-dates") == 0
    shown = capsys.readouterr().out
    assert "--no-delete" in shown
    assert "--header 'X-Tenant: …'" in shown


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
    expected = ["target", "safety", "selection", "credentials", "effort", "severities", "output", "examples"]
    assert groups[2:] == expected


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
