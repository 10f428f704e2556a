"""Texts for users change only on purpose; ``python -m tests.style.update`` rewrites the pinned files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.style.errors import FILE, transcript
from tests.style.texts import FOLDER, texts

ROOT = Path(__file__).parents[2]
TEXTS = texts()
PAGES = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "action.yml")),
    *sorted((ROOT / "docs").rglob("*.md")),
]

PRIVATE_TERMS = re.compile(
    r"\b(?:(?:is|are) born|held? against|holds? (?:\w+ ){0,3}against|where there is none|mould|says of itself"
    r"|(?<!there )is no (?:\w+ )?(?:name|number|value|text|schema|object|list|string|address|URL|JSON|member)\b"
    r"|the way in\b|nobody's|what nothing|nothing has the|who speaks|let in by|is let in|is mended|mends? it|mending)",
    re.IGNORECASE,
)
"""Wording of the former private vocabulary."""


def test_no_file_is_left_over() -> None:
    assert {path.name for path in FOLDER.glob("*.txt")} == TEXTS.keys()


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_as_pinned(name: str) -> None:
    assert TEXTS[name] == (FOLDER / name).read_text(encoding="utf-8")


def test_error_messages_are_as_pinned() -> None:
    assert transcript() == FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_plain_english(name: str) -> None:
    assert not PRIVATE_TERMS.findall(TEXTS[name])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_is_plain_english(page: Path) -> None:
    assert not PRIVATE_TERMS.findall(page.read_text(encoding="utf-8"))


PATHS = re.compile(r"`((?:contracts|mockserver|tests|benchmarks|docs|fixtures|requirements)/[\w./-]*)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_in_pages_exist(page: Path) -> None:
    named = set(PATHS.findall(page.read_text(encoding="utf-8")))
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_in_pages_lead_to_files(page: Path) -> None:
    links = set(re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8")))
    assert [link for link in sorted(links) if not (page.parent / link).exists()] == []
