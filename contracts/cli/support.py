"""Shared parts of the commands: argument parser with suggestions, error output, exit codes."""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import NoReturn, TextIO, cast

from contracts import garbage_collection
from contracts.errors import CasemockError, UsageError, render
from contracts.standard_error import write_error
from contracts.version import version
from contracts.wording import suggestion

OK = 0
FINDINGS = 1
UNUSABLE = 2
INTERNAL_ERROR = 70
"""Exit code of a command that failed because of a bug in casemock, as ``sysexits.h`` has it (``EX_SOFTWARE``)."""
INTERRUPTED = 130
"""Exit code of a process that Ctrl-C stopped, as shells report it."""
BROKEN_PIPE = 141
"""Exit code of a process that wrote to a closed pipe, as shells report it."""

NESTED = "the document is nested too deeply, or its schemas refer to each other through too many others"
FLATTEN = "remove schemas that only refer to others, and combine schemas that extend each other"

_UNKNOWN_CHOICE = re.compile(r"argument (?P<name>\S+): invalid choice: '(?P<given>.*)' \(choose from (?P<choices>.*)\)")


class Parser(argparse.ArgumentParser):
    """An argument parser that raises :class:`UsageError` with a suggestion instead of exiting."""

    def __init__(self, *, prog: str | None = None, description: str = "", epilog: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def error(self, message: str) -> NoReturn:
        """Raise argparse's message as a :class:`UsageError`."""
        hint = f"see '{self.prog} --help'"
        if choice := _UNKNOWN_CHOICE.fullmatch(message):
            name, given, choices = choice["name"], choice["given"], re.findall(r"[^\s,']+", choice["choices"])
            message = (
                f"{name}: unknown value '{given}'" if name.startswith("-") else f"unknown {name.lower()} '{given}'"
            )
            hint = suggestion(given, choices) or f"choose from {', '.join(choices)}"
        raise UsageError(message.removeprefix("argument "), hint=hint)

    def parse(self, arguments: Sequence[str] | None) -> argparse.Namespace:
        """Parse all arguments. Raises :class:`UsageError` for unknown ones."""
        namespace, unknown = self.parse_known_args(arguments)
        if unknown:
            parser: Parser = getattr(namespace, "parser", self)
            given = unknown[0].partition("=")[0]
            hint = suggestion(given, parser._option_string_actions) or f"see '{parser.prog} --help'"
            kind = "option" if given.startswith("-") else "argument"
            raise UsageError(f"unknown {kind} '{given}'", hint=hint)
        return namespace

    def commands(self) -> argparse._SubParsersAction[Parser]:
        """Add subcommands; each stores its parser as ``parser`` in the namespace."""
        return self.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)

    def add_version(self) -> Parser:
        """Add ``--version``."""
        self.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
        return self


class _Version(argparse.Action):
    """Prints the version; it is looked up only when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        package = "" if parser.prog == "casemock" else " (casemock)"
        write(f"{parser.prog}{package} {version()}\n")
        parser.exit()


def run_command(command: Callable[[], int]) -> int:
    """Run a command and return its exit code. An exception is printed as a message.

    With the environment variable ``CASEMOCK_TRACEBACK``, exceptions that are bugs are raised instead.
    """
    if cast("TextIO | None", sys.stderr) is None:  # closed, as daemons do
        sys.stderr = io.StringIO()
    try:
        with garbage_collection.rare():
            code = _code(command)
        write("")
    except CasemockError as error:
        write_error(render(error))
        return UNUSABLE
    except BrokenPipeError:
        # The reader closed the pipe; keep the flush at interpreter exit from failing again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except RecursionError:
        sys.stderr.write(f"{render(CasemockError(NESTED, hint=FLATTEN))}\n")
        return UNUSABLE
    except Exception as error:
        if os.environ.get("CASEMOCK_TRACEBACK"):
            raise
        write_error(render(_internal_error(error)))
        return INTERNAL_ERROR
    return code


def _internal_error(error: Exception) -> CasemockError:
    """Return the message about an exception that is a bug, with the innermost position in the code."""
    *_, (frame, line) = traceback.walk_tb(error.__traceback__)
    position = f"{frame.f_globals.get('__name__', '?')}:{line}"
    name = f"{type(error).__name__}: {error}".removesuffix(": ")
    hint = "this is a bug in casemock; set CASEMOCK_TRACEBACK=1 to see the traceback, and report it"
    return CasemockError(f"internal error in {position}: {name}", hint=hint)


def _code(command: Callable[[], int]) -> int:
    try:
        return command()
    except SystemExit as leave:  # argparse, after --help
        return OK if leave.code is None else int(leave.code)


def write(text: str | bytes) -> None:
    """Write to standard output and flush. Raises :class:`CasemockError` if that fails."""
    if cast("TextIO | None", sys.stdout) is None:
        if text:
            raise CasemockError("cannot write the output: standard output is closed")
        return
    try:
        if isinstance(text, bytes):
            sys.stdout.flush()
            sys.stdout.buffer.write(text)
        else:
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except UnicodeEncodeError as error:
        message = f"cannot write the output: the terminal's encoding {error.encoding} lacks some characters"
        raise CasemockError(message, hint="set PYTHONUTF8=1") from None
    except OSError as error:
        raise CasemockError(f"cannot write the output: {error.strerror}") from None
