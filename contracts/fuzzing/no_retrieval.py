"""Keeps the engine from reading URLs and files that a document refers to.

:mod:`contracts.spec.foreign_references` removes such references; this holds if the engine finds others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
from schemathesis.core.errors import RemoteDocumentError
from schemathesis.core.jsonschema import resolver
from schemathesis.specs.openapi import examples


@contextmanager
def without_retrieval() -> Iterator[None]:
    """Let the engine fail to read whatever a document refers to."""
    retrieve, load_external_example = resolver.retrieve, examples.load_external_example
    resolver.retrieve = _refuse_document
    examples.load_external_example = _refuse_example  # type: ignore[assignment] # not cached
    try:
        yield
    finally:
        resolver.retrieve, examples.load_external_example = retrieve, load_external_example


def _refuse_document(uri: str) -> Any:
    raise RemoteDocumentError(f"{uri} is not read")


def _refuse_example(url: str) -> Any:
    raise requests.RequestException(f"{url} is not read")
