"""``contracts bundle``: one document out of several files, one API out of a document, one version out of another."""

from __future__ import annotations

import argparse
import codecs
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.errors import CasemockError, DocumentError, UsageError, render
from contracts.terminal import FINDINGS, OK, UNUSABLE, write

if TYPE_CHECKING:
    from contracts.bundle import Wish
    from contracts.findings import Finding
    from contracts.spec.document import Document
    from contracts.terminal import Parser

HELP = "make one document of several files, or of a part, or in another version"

DESCRIPTION = """\
Write an OpenAPI document as one file that any tool takes. What it refers to in other files becomes components;
with --api, --tag or --path only a part of it is written, with the components that this part needs."""

EPILOG = """\
examples:
  contracts bundle api/openapi.yaml -o openapi.yaml       several files into one
  contracts bundle openapi.yaml --api tracecat            one API of x-mock-apis, at its own paths
  contracts bundle openapi.yaml --tag pets --tag shop     the operations with one of these tags
  contracts bundle openapi.yaml --path '/pets*'           the operations at these paths
  contracts bundle openapi.yaml --to 3.0 -o old.json      in OpenAPI 3.0, as JSON

What --to 3.0 cannot say is printed on standard error with its place: an error where the document means something
else now (it allows more), a warning where it only tells less. The document is written all the same.
Comments are lost where YAML is written anew; a single file that nothing changes is copied as it is.
exit codes: 0 done, 1 something was lost or the document has errors, 2 wrong usage or unreadable input"""

UNREADABLE = frozenset({"unreadable", "too-large", "encoding"})
"""Rules of findings that say that there was no text to look at."""


def add_to(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb and its arguments."""
    verb = verbs.add_parser("bundle", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    verb.add_argument("spec", metavar="SPEC", help="OpenAPI document, YAML or JSON")
    verb.add_argument("-o", "--output", metavar="FILE", help="where to write it (default: standard output)")
    verb.add_argument(
        "--format", choices=("yaml", "json"), help="form of the document (default: as FILE is called, else as SPEC is)"
    )
    part = verb.add_argument_group("what to keep")
    part.add_argument("--api", metavar="NAME", default="", help="one API of x-mock-apis, without its prefix")
    part.add_argument("--tag", metavar="TAG", action="append", default=[], help="operations with it; repeatable")
    part.add_argument(
        "--path", metavar="PATH", action="append", default=[], help="operations there, * is anything; repeatable"
    )
    part.add_argument("--unused", action="store_true", help="drop components that nothing uses, as --api always does")
    extensions = part.add_mutually_exclusive_group()
    extensions.add_argument("--keep-extensions", action="store_true", help="keep x- extensions (the default)")
    extensions.add_argument("--strip-extensions", action="store_true", help="drop x- extensions")
    version = verb.add_argument_group("version")
    version.add_argument("--to", metavar="VERSION", choices=("3.0", "3.1"), default="", help="3.0 or 3.1")
    version.add_argument("--lossy", action="store_true", help="exit with 0 though something was lost")
    version.add_argument(
        "--report",
        metavar="FORM=FILE",
        action="append",
        default=[],
        help="write what was lost to a file as well; repeatable: sarif=lost.sarif",
    )
    verb.set_defaults(execute=execute, parser=verb)


def execute(arguments: argparse.Namespace) -> int:
    """Write the document, and what was lost to standard error."""
    reports = _Reports(arguments.report)
    from contracts.bundle import Wish, is_lossy  # noqa: PLC0415 (--help needs none of this)
    from contracts.bundling.cut import Part  # noqa: PLC0415
    from contracts.spec.load import load_document  # noqa: PLC0415

    part = Part(arguments.api, tuple(arguments.tag), tuple(arguments.path))
    wish = Wish(part, unused=arguments.unused, strip=arguments.strip_extensions, version=arguments.to)
    try:
        document = load_document(arguments.spec)
        target = _target(arguments.output, document)
        text, findings = _made(arguments, document, wish)
    except DocumentError as error:
        sys.stderr.write(f"{render(error)}\n")
        reports.write(arguments.spec, error.findings)
        return UNUSABLE if error.findings[0].rule in UNREADABLE else FINDINGS
    _deliver(text, target)
    for finding in findings:
        sys.stderr.write(f"{finding}\n")
    reports.write(arguments.spec, findings)
    return FINDINGS if is_lossy(findings) and not arguments.lossy else OK


def _target(name: str | None, document: Document) -> Path | None:
    if name is None:
        return None
    target = Path(name)
    if target.resolve() in document.files:
        raise UsageError(f"-o {name}: the document is read from this file", hint="write to another one")
    return target


def _made(arguments: argparse.Namespace, document: Document, wish: Wish) -> tuple[bytes, tuple[Finding, ...]]:
    """What to write, the very bytes of the file where they would do, and what was lost."""
    from contracts.bundle import bundle_document, written  # noqa: PLC0415 (as in execute)

    given = document.files[0].read_bytes().removeprefix(codecs.BOM_UTF8)
    own = "json" if given.lstrip()[:1] == b"{" or document.name.lower().endswith(".json") else "yaml"
    suffix = Path(arguments.output).suffix.lower() if arguments.output else ""
    form = arguments.format or {".json": "json", ".yaml": "yaml", ".yml": "yaml"}.get(suffix, own)
    if form == own and not wish.changes(document):
        return given, ()
    bundled = bundle_document(document, wish)
    return written(bundled.tree, form).encode(), bundled.findings


def _deliver(text: bytes, target: Path | None) -> None:
    if target is None:
        write(text)
        return
    try:
        target.write_bytes(text)
    except OSError as error:
        raise CasemockError(f"cannot write {target}: {error.strerror}", hint="check the path") from None


class _Reports:
    """The reports that were asked for beside what is printed.

    :raises UsageError: for a form that there is not, before anything is written.
    """

    def __init__(self, asked: list[str]) -> None:
        self._output = None
        if not asked:
            return
        from contracts.commands.output import Output  # noqa: PLC0415 (few runs want one)

        form, _, file = asked[0].partition("=")
        if not file:
            raise UsageError(f"--report: expected FORM=FILE, not '{asked[0]}'", hint="for example sarif=lost.sarif")
        self._output = Output(
            argparse.Namespace(format=form, output=file, report=asked[1:], baseline=None, update_baseline=False)
        )

    def write(self, spec: str, findings: tuple[Finding, ...]) -> None:
        """Write them all."""
        from contracts.outcome import Run  # noqa: PLC0415 (as in execute)

        if self._output:
            self._output.write(Run("contracts bundle", spec, "", findings))
