"""The rule ``url-invalid``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.linting.tags import declared_tags
from contracts.linting.urls import fault_of_url
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

HELD_BY_INFO = (("termsOfService",), ("contact", "url"), ("license", "url"))


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    for pointer, url in _urls(here, survey):
        fault = fault_of_url(url) if isinstance(url, str) else ""
        if fault:
            yield Found(pointer, f"the URL {url!r} {fault}")


def _urls(here: Visit, survey: Survey) -> Iterator[tuple[str, object]]:
    base = pointer_of(here.trail)
    yield child_pointer(base, "externalDocs", "url"), mapping(here.node, "externalDocs").get("url")
    if here.kind == "document":
        for *above, key in HELD_BY_INFO:
            yield child_pointer("/info", *above, key), mapping(here.node, "info", *above).get(key)
        for tag in declared_tags(survey):
            yield child_pointer(tag.pointer, "externalDocs", "url"), mapping(tag.node, "externalDocs").get("url")


RULE = Rule(
    id="url-invalid",
    family="style",
    title="links of the document are URLs",
    severity=Severity.WARNING,
    why="They are what readers follow: terms, contact, license and documentation elsewhere (OpenAPI 3.1, 'Info "
    "Object' and 'External Documentation Object'; RFC 3986).",
    good="""\
info: {title: Cases, version: '1', contact: {url: 'https://example.org/api'}}
""",
    bad="""\
info: {title: Cases, version: '1', contact: {url: 'https://example.org /api'}}
""",
    remedy="write a URL such as 'https://example.org/api'",
    looks_at=(
        "document",
        "operation.externalDocs",
        "schema.externalDocs",
    ),
    check=_check,
)
