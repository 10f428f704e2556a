"""Versions of Debian packages, and documents from a folder."""

from pathlib import Path

import pytest

from benchmarks.applications.alertmanager import Alertmanager
from benchmarks.applications.client import Client
from benchmarks.applications.install import document, upstream_version


@pytest.mark.parametrize(
    ("debian", "upstream"),
    [("0.25.0-1+b4", "0.25.0"), ("4.7.3-2", "4.7.3"), ("1:2.0+dfsg-1", "2.0"), ("1.2~rc1-1", "1.2")],
)
def test_the_upstream_version_has_no_epoch_and_no_revision(debian: str, upstream: str) -> None:
    assert upstream_version(debian) == upstream


def test_a_document_in_the_folder_is_preferred(tmp_path: Path) -> None:
    (tmp_path / "alertmanager.yaml").write_bytes(b"openapi: 3.1.0")
    assert document(Alertmanager(), Client("http://127.0.0.1:9"), tmp_path, tmp_path) == b"openapi: 3.1.0"
