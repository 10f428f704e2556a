"""The status line while large documents are loaded."""

from __future__ import annotations

import io
import sys
import threading
from pathlib import Path

import pytest

from contracts.spec.source import LARGE
from mockserver.server import loading as module
from mockserver.server.loading import loading

PATIENCE = 30


class Terminal(io.StringIO):
    """Standard error of a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def large(tmp_path: Path) -> str:
    path = tmp_path / "large.json"
    path.write_bytes(b" " * LARGE)
    return str(path)


def test_a_terminal_has_a_status_line_until_the_document_is_loaded(large: str, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, shown = Terminal(), threading.Event()
    real = module.write_status

    def write_status(text: str) -> None:
        real(text)
        shown.set()

    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(module, "write_status", write_status)
    monkeypatch.setattr(module, "WAIT", 0.001)
    with loading([large]):
        assert shown.wait(PATIENCE)
    text = terminal.getvalue()
    assert text.startswith("\rloading large.json (1.0 MB) … 0 s\x1b[K")
    assert text.endswith("\r\x1b[K")


def test_the_status_line_is_removed_before_an_error(large: str, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with pytest.raises(ValueError, match="broken"), loading([large]):
        raise ValueError("broken")
    assert terminal.getvalue() in {"", "\r\x1b[K"}


def test_other_outputs_and_small_documents_have_none(
    large: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = threading.active_count()
    small = tmp_path / "small.yaml"
    small.write_text("{}", "utf-8")
    with loading([large]):  # standard error of pytest is a file
        assert threading.active_count() == before
    monkeypatch.setattr(sys, "stderr", Terminal())
    with loading([str(small), "missing.yaml"]):
        assert threading.active_count() == before
