"""``contracts bundle``: writes a document as one file, also a part of it, or in another OpenAPI version."""

from __future__ import annotations

import argparse
import codecs
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.cli.color import NEVER
from contracts.cli.support import FINDINGS, OK, UNUSABLE, write
from contracts.cli.target import add_folders
from contracts.errors import CasemockError, DocumentError, UsageError, render
from contracts.escaping import is_dangerous
from contracts.spec.processor_time import with_limited_processor_time
from contracts.standard_error import write_error

if TYPE_CHECKING:
    from contracts.bundle.bundle import BundleOptions
    from contracts.cli.support import Parser
    from contracts.findings import Finding
    from contracts.spec.document import Document

HELP = "write a document as one file, in part, or in another OpenAPI version"

DESCRIPTION = """\
Write an OpenAPI document as a single file. Content that it references in other files becomes components. With --api,
--tag or --path only a part of the document is written, with the components that this part uses."""

EPILOG = """\
examples:
  contracts bundle api/openapi.yaml -o openapi.yaml       join several files
  contracts bundle openapi.yaml --api tracecat            one API of x-mock-apis, at its own paths
  contracts bundle openapi.yaml --tag pets --tag shop     operations with one of these tags
  contracts bundle openapi.yaml --path '/pets*'           operations at these paths
  contracts bundle openapi.yaml --to 3.0 -o old.json      convert to OpenAPI 3.0, as JSON

Losses in a conversion are printed on standard error with their locations: as an error if the written document accepts
more than the original, as a warning if only documentation is lost. The document is written in both cases.
Rewritten YAML has no comments; a single file without changes is copied unchanged.

exit codes: 0 no losses, 1 losses or errors in the document, 2 wrong usage or unreadable input"""

UNREADABLE = frozenset({"unreadable", "too-large", "encoding"})
"""Rules of findings about files that cannot be read."""


def add_to(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("bundle", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    target = command.add_argument_group("target")
    target.add_argument("spec", metavar="SPEC", help="OpenAPI document, YAML or JSON")
    add_folders(target)
    part = command.add_argument_group("selection")
    part.add_argument("--api", metavar="NAME", default="", help="only this API of x-mock-apis, without its prefix")
    part.add_argument(
        "--tag", metavar="TAG", action="append", default=[], help="only operations with this tag; repeatable"
    )
    part.add_argument(
        "--path",
        metavar="PATH",
        action="append",
        default=[],
        help="only operations at this path; * matches anything; repeatable",
    )
    part.add_argument("--unused", action="store_true", help="drop unused components; --api always does")
    extensions = part.add_mutually_exclusive_group()
    extensions.add_argument("--keep-extensions", action="store_true", help="keep x- extensions (the default)")
    extensions.add_argument("--strip-extensions", action="store_true", help="drop x- extensions")
    output = command.add_argument_group("output")
    output.add_argument("-o", "--output", metavar="FILE", help="write to FILE instead of standard output")
    output.add_argument(
        "--format",
        choices=("yaml", "json"),
        help="format of the document (default: by the suffix of FILE, else of SPEC)",
    )
    output.add_argument(
        "--to", metavar="VERSION", choices=("3.0", "3.1"), default="", help="convert to OpenAPI 3.0 or 3.1"
    )
    output.add_argument("--lossy", action="store_true", help="exit with 0 despite losses in the conversion")
    output.add_argument(
        "--report",
        metavar="FORMAT=FILE",
        action="append",
        default=[],
        help="write losses as a report, for example sarif=lost.sarif; repeatable",
    )
    command.set_defaults(execute=with_limited_processor_time(execute), parser=command)


def execute(arguments: argparse.Namespace) -> int:
    """Write the document, and losses to standard error."""
    reports = _Reports(arguments.report)
    from contracts.bundle.bundle import BundleOptions, is_lossy  # noqa: PLC0415 (--help needs none of this)
    from contracts.bundle.select import BundleSelection  # noqa: PLC0415
    from contracts.spec.load import load_document  # noqa: PLC0415

    part = BundleSelection(arguments.api, tuple(arguments.tag), tuple(arguments.path))
    options = BundleOptions(part, unused=arguments.unused, strip=arguments.strip_extensions, version=arguments.to)
    try:
        document = load_document(arguments.spec, allow_folders=arguments.allow_folder)
        target = _target(arguments.output, document)
        text, findings = _bundled(arguments, document, options)
    except DocumentError as error:
        write_error(render(error))
        reports.write(arguments.spec, error.findings)
        return UNUSABLE if error.findings[0].rule in UNREADABLE else FINDINGS
    _write(text, target)
    for finding in findings:
        write_error(str(finding))
    reports.write(arguments.spec, findings)
    return FINDINGS if is_lossy(findings) and not arguments.lossy else OK


def _target(name: str | None, document: Document) -> Path | None:
    if name is None:
        return None
    target = Path(name)
    if target.resolve() in document.files:
        raise UsageError(f"cannot write {name}: it is also an input", hint="write to another file")
    return target


def _bundled(
    arguments: argparse.Namespace, document: Document, options: BundleOptions
) -> tuple[bytes, tuple[Finding, ...]]:
    """Return the content to write, which is the unchanged file if possible, and the losses."""
    from contracts.bundle.bundle import bundle_document, render_document  # noqa: PLC0415 (as in execute)

    given = document.files[0].read_bytes().removeprefix(codecs.BOM_UTF8)
    own = "json" if given.lstrip()[:1] == b"{" or document.name.lower().endswith(".json") else "yaml"
    suffix = Path(arguments.output).suffix.lower() if arguments.output else ""
    format_ = arguments.format or {".json": "json", ".yaml": "yaml", ".yml": "yaml"}.get(suffix, own)
    is_shown = not arguments.output and is_dangerous(given.decode("utf-8", "replace"))
    if format_ == own and not is_shown and not options.changes(document):
        return given, ()
    bundled = bundle_document(document, options)
    return render_document(bundled.tree, format_).encode(), bundled.findings


def _write(text: bytes, target: Path | None) -> None:
    if target is None:
        write(text)
        return
    try:
        target.write_bytes(text)
    except OSError as error:
        raise CasemockError(f"cannot write {target}: {error.strerror}", hint="check the path") from None


class _Reports:
    """Writes the reports of ``--report``.

    :raises UsageError: for an unknown format, before anything is written.
    """

    def __init__(self, values: list[str]) -> None:
        self._output = None
        if not values:
            return
        from contracts.cli.output import Output  # noqa: PLC0415 (few runs need one)

        format_, _, file = values[0].partition("=")
        if not file:
            raise UsageError(f"--report: expected FORMAT=FILE, not '{values[0]}'", hint="for example sarif=lost.sarif")
        options = {"format": format_, "output": file, "report": values[1:], "color": NEVER}
        self._output = Output(argparse.Namespace(**options, baseline=None, update_baseline=False))

    def write(self, spec: str, findings: tuple[Finding, ...]) -> None:
        """Write all reports."""
        from contracts.run_result import Run  # noqa: PLC0415 (as in execute)

        if self._output:
            self._output.write(Run("contracts bundle", spec, "", findings))
