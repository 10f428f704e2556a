"""The findings of ``contracts validate`` about a served document."""

from __future__ import annotations

from collections.abc import Mapping

from contracts import garbage_collection
from contracts.errors import DocumentError
from contracts.findings import Finding
from contracts.spec.load import LoadResult, assemble, read_document
from contracts.spec.source import Folders, parse, read_source
from mockserver.documents import ServedDocument
from mockserver.settings import Settings


def findings_of(served: ServedDocument, settings: Settings) -> list[Finding]:
    """Return the findings of all rules with their own severities, without those that the document ignores.

    The document is read again, as it may have been changed to serve it. That takes long, so it is called in a thread.
    """
    with garbage_collection.paused():  # a collection of all objects of a large document would stop all threads
        return _findings_of(served, settings)


def _findings_of(served: ServedDocument, settings: Settings) -> list[Finding]:
    from contracts.lint.rules.registry import installed_rules, own_rules  # noqa: PLC0415 (imports all rules)
    from contracts.lint.severities import apply_settings  # noqa: PLC0415 (as above)
    from contracts.lint.suppressions import UNUSED_RULE, Suppressions  # noqa: PLC0415 (as above)
    from contracts.lint.validate import examine_read  # noqa: PLC0415 (as above)

    own = own_rules()
    rules = (*own, *installed_rules(own), UNUSED_RULE)
    grading = apply_settings(rules, {}, {})
    report = examine_read(_read(served, settings), grading.rules, grading.severities)
    if report.document is None:
        return list(report.findings)
    suppressions = Suppressions()
    suppressions.add(report.document)
    found = suppressions.apply(grading.counting(report.findings))
    ids = [rule.id for rule in rules]
    return list(dict.fromkeys([*found, *suppressions.unused(ids, ids)]))


def _read(served: ServedDocument, settings: Settings) -> LoadResult:
    """Read a document again, from its file if it has one."""
    document, source = served.contract.document, served.source
    if isinstance(source, Mapping):
        return read_document(source)
    path, text = next(iter(document.files), None), document.texts.get(document.name)
    if path is None and not text:
        return read_document(document.tree)
    try:
        root = read_source(path, document.name) if path is not None else parse(text or "", document.name)
        folders: Folders = [*document.allow_folders, *settings.allow_folders]
        return assemble(root.without_surrogates(), path, allow_remote=settings.allow_remote, allow_folders=folders)
    except DocumentError as error:
        return LoadResult(None, error.findings)
