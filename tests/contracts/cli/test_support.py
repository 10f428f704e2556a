"""Exit codes, suggestions and messages of all commands."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable
from typing import NoReturn

import pytest

from contracts.cli.support import Parser, run_command, write
from contracts.errors import CasemockError, UsageError
from contracts.wording import suggestion


def raising(error: BaseException) -> Callable[[], int]:
    def command() -> NoReturn:
        raise error

    return command


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (lambda: 0, 0),
        (lambda: 1, 1),
        (raising(CasemockError("no")), 2),
        (raising(KeyboardInterrupt()), 130),
        (raising(SystemExit()), 0),
        (raising(SystemExit(3)), 3),
    ],
)
def test_run_command_returns_exit_codes(command: Callable[[], int], code: int) -> None:
    assert run_command(command) == code


def test_run_command_renders_errors_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    run_command(raising(UsageError("--port: no", hint="try 1")))
    assert capsys.readouterr() == ("", "error: --port: no\n  try 1\n")


def test_internal_error_is_a_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(raising(ZeroDivisionError("by zero"))) == 70
    message, hint = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"error: internal error in \S*test_support:\d+: ZeroDivisionError: by zero", message)
    assert "CASEMOCK_TRACEBACK=1" in hint


def test_internal_error_with_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEMOCK_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run_command(raising(ZeroDivisionError()))


class Full(io.StringIO):
    def flush(self) -> None:
        raise OSError(28, "No space left on device")


def test_write_reports_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Full())
    with pytest.raises(CasemockError, match="cannot write the output: No space left on device"):
        write("x")


def test_write_reports_missing_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    with pytest.raises(CasemockError, match="encoding ascii lacks"):
        write("grün")


def much() -> int:
    write("x" * 100_000)
    return 0


def test_closed_pipe_is_silent(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as stream:  # noqa: PTH123 (a descriptor, not a path)
        monkeypatch.setattr(sys, "stdout", stream)
        assert run_command(much) == 141
    assert capsys.readouterr().err == ""


def test_suggestion() -> None:
    assert suggestion("prot", ["--port", "port", "host"]) == "did you mean 'port' or '--port'?"
    assert suggestion("zzz", ["port"]) == ""


def parser_with_command() -> Parser:
    parser = Parser(prog="tool")
    command = parser.commands().add_parser("run")
    command.add_argument("--port")
    command.set_defaults(parser=command)
    return parser


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["rum"], "unknown command 'rum'", "did you mean 'run'?"),
        (["zzzzz"], "unknown command 'zzzzz'", "choose from run"),
        ([], "the following arguments are required: COMMAND", "see 'tool --help'"),
        (["run", "--prot=1"], "unknown option '--prot'", "did you mean '--port'?"),
        (["run", "--zzzzzzzz"], "unknown option '--zzzzzzzz'", "see 'tool run --help'"),
        (["run", "--por", "1"], "unknown option '--por'", "did you mean '--port'?"),
        (["run", "extra"], "unknown argument 'extra'", "see 'tool run --help'"),
        (["run", "--port"], "--port: expected one argument", "see 'tool run --help'"),
    ],
)
def test_parser_errors(arguments: list[str], message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        parser_with_command().parse(arguments)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_closed_standard_output_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert run_command(much) == 2
    assert capsys.readouterr().err == "error: cannot write the output: standard output is closed\n"
    assert run_command(lambda: 1) == 1


def test_closed_standard_error_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)

    def said() -> int:
        sys.stderr.write("note: something\n")
        return 0

    assert run_command(said) == 0
    assert run_command(raising(CasemockError("no"))) == 2
