"""What the commands share: a parser with suggestions, one place that renders errors, and exit codes."""

from __future__ import annotations

import argparse
import difflib
import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn, TextIO, cast

from contracts.errors import CasemockError, UsageError, render
from contracts.version import version

OK = 0
FINDINGS = 1
UNUSABLE = 2
INTERRUPTED = 130
"""What a shell reports for a process that Ctrl-C ended."""
BROKEN_PIPE = 141
"""What a shell reports for a process that wrote into a closed pipe."""

_UNKNOWN_CHOICE = re.compile(r"argument (?P<name>\S+): invalid choice: '(?P<given>.*)' \(choose from (?P<choices>.*)\)")


class Parser(argparse.ArgumentParser):
    """An argument parser that raises :class:`UsageError`, with a suggestion where one is near."""

    def __init__(self, *, prog: str | None = None, description: str = "", epilog: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def error(self, message: str) -> NoReturn:
        """Raise the parser's complaint instead of leaving the process."""
        hint = f"see '{self.prog} --help'"
        if choice := _UNKNOWN_CHOICE.fullmatch(message):
            message = f"unknown {choice['name'].lower()} '{choice['given']}'"
            hint = suggestion(choice["given"], re.findall(r"'([^']*)'", choice["choices"])) or hint
        raise UsageError(message.removeprefix("argument "), hint=hint)

    def parse(self, arguments: Sequence[str] | None) -> argparse.Namespace:
        """Parse all arguments. Raises :class:`UsageError` for an unknown one."""
        namespace, unknown = self.parse_known_args(arguments)
        if unknown:
            verb: Parser = getattr(namespace, "parser", self)
            given = unknown[0].partition("=")[0]
            hint = suggestion(given, verb._option_string_actions) or f"see '{verb.prog} --help'"
            what = "option" if given.startswith("-") else "argument"
            raise UsageError(f"unknown {what} '{given}'", hint=hint)
        return namespace

    def verbs(self) -> argparse._SubParsersAction[Parser]:
        """Begin a list of verbs; each keeps its parser as ``parser`` in the namespace."""
        return self.add_subparsers(metavar="VERB", required=True, parser_class=Parser)

    def add_version(self) -> Parser:
        """Add ``--version``."""
        self.add_argument("--version", action=_Version, nargs=0, help="print the version and leave")
        return self


class _Version(argparse.Action):
    """Prints the version; it is looked up only when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        package = "" if parser.prog == "casemock" else " (casemock)"
        write(f"{parser.prog}{package} {version()}\n")
        parser.exit()


def suggestion(given: str, known: Iterable[str]) -> str:
    """``did you mean …?`` with the nearest known names; ``""`` where none is near."""
    close = difflib.get_close_matches(given, list(known), n=2, cutoff=0.6)
    return f"did you mean {' or '.join(repr(name) for name in close)}?" if close else ""


def guard(command: Callable[[], int]) -> int:
    """Run a command to its exit code: an error of the user's becomes a message, never a traceback."""
    if cast("TextIO | None", sys.stderr) is None:  # it was closed, as daemons do; what nobody can read is not told
        sys.stderr = io.StringIO()
    try:
        code = _code(command)
        write("")
    except CasemockError as error:
        sys.stderr.write(f"{render(error)}\n")
        return UNUSABLE
    except BrokenPipeError:
        # The reader has gone; the interpreter's own last flush must not complain about it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _code(command: Callable[[], int]) -> int:
    try:
        return command()
    except SystemExit as leave:  # argparse, after --help
        return OK if leave.code is None else int(leave.code)


def write(text: str | bytes) -> None:
    """Write to standard output and flush. Raises :class:`CasemockError` when that fails."""
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
        message = f"the output cannot be written in the terminal's encoding, {error.encoding}"
        raise CasemockError(message, hint="set PYTHONUTF8=1") from None
    except OSError as error:
        raise CasemockError(f"cannot write the output: {error.strerror}") from None
