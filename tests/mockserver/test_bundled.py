"""What is played when nothing is named."""

from __future__ import annotations

from mockserver.bundled import bundled_document, specs_of
from mockserver.settings import Settings


def test_bundled_document_exists() -> None:
    assert bundled_document().read_text(encoding="utf-8").find("\nopenapi: 3.1.0\n") > 0


def test_named_documents_go_first() -> None:
    assert specs_of(Settings(specs=("a.yaml", "b.yaml"))) == ("a.yaml", "b.yaml")
    assert specs_of(Settings()) == (str(bundled_document()),)
