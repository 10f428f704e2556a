"""Rules for the email addresses and URLs that readers follow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import mapping
from contracts.lint.document_index import DocumentIndex, declared_tags
from contracts.lint.http_syntax import url_error
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

EMAIL = re.compile(r"""("[^"]+"|[^\s@<>()",;:\\\[\]]+)@[^\s@<>()",;]+""")
"""Local part and domain; accepts more than RFC 5321, to detect typing errors only."""

INFO_URLS = (("termsOfService",), ("contact", "url"), ("license", "url"))
"""Paths below 'info' to the keys whose value is a URL."""


def _check_email(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    email = mapping(index.tree, "info", "contact").get("email")
    if isinstance(email, str) and not EMAIL.fullmatch(email):
        yield Violation("/info/contact/email", f"{email!r} is not a valid email address")


EMAIL_INVALID = Rule(
    id="email-invalid",
    family="style",
    title="the contact email must be a valid address",
    severity=Severity.ERROR,
    why="Readers send mail to this address. It 'MUST be in the form of an email address' (OpenAPI 3.1, 'Contact "
    "Object'; RFC 5321, section 4.1.2).",
    good="""\
info: {title: Cases, version: '1', contact: {email: api@example.org}}
""",
    bad="""\
info: {title: Cases, version: '1', contact: {email: api at example.org}}
""",
    remedy="use an address such as 'api@example.org'",
    node_types=("document",),
    check=_check_email,
)


def _check_urls(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for pointer, url in _urls(visit, index):
        fault = url_error(url) if isinstance(url, str) else ""
        if fault:
            yield Violation(pointer, f"the URL {url!r} {fault}")


def _urls(visit: Visit, index: DocumentIndex) -> Iterator[tuple[str, object]]:
    base = pointer_of(visit.trail)
    yield child_pointer(base, "externalDocs", "url"), mapping(visit.node, "externalDocs").get("url")
    if visit.kind == "document":
        for *parents, key in INFO_URLS:
            yield child_pointer("/info", *parents, key), mapping(visit.node, "info", *parents).get(key)
        for tag in declared_tags(index):
            yield child_pointer(tag.pointer, "externalDocs", "url"), mapping(tag.node, "externalDocs").get("url")


URL_INVALID = Rule(
    id="url-invalid",
    family="style",
    title="links in the document must be valid URLs",
    severity=Severity.ERROR,
    why="Readers follow the links to terms of service, contact, license and external documentation. They 'MUST be in "
    "the form of a URL' (OpenAPI 3.1, 'Info Object', 'External Documentation Object'; RFC 3986).",
    good="""\
info: {title: Cases, version: '1', contact: {url: 'https://example.org/api'}}
""",
    bad="""\
info: {title: Cases, version: '1', contact: {url: 'https://example.org /api'}}
""",
    remedy="use a URL such as 'https://example.org/api'",
    node_types=(
        "document",
        "operation.externalDocs",
        "schema.externalDocs",
    ),
    check=_check_urls,
)
