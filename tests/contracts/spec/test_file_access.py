"""Which files a document may reference."""

from __future__ import annotations

import pytest

from contracts.spec.source import may_reference


@pytest.mark.parametrize(
    ("other", "allowed"),
    [
        ("project/spec/pet.yaml", True),
        ("project/spec/deep/down/pet.yaml", True),
        ("project/schemas/pet.yaml", True),
        ("project/pet.yaml", True),
        ("pet.yaml", False),
        ("elsewhere/pet.yaml", False),
        ("project/.env/pet.yaml", False),
        ("project/spec/.secret.yaml", False),
    ],
)
def test_parent_folder_is_allowed(tmp_path, other, allowed):
    assert may_reference(tmp_path / other, tmp_path / "project" / "spec" / "pets.yaml") is allowed


@pytest.mark.parametrize(
    ("other", "allowed"),
    [("repository/common/pet.yaml", True), ("repository/.git/config", False), ("elsewhere/pet.yaml", False)],
)
def test_repository_is_allowed(tmp_path, other, allowed):
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    document = tmp_path / "repository" / "apis" / "pets" / "v1" / "pets.yaml"
    assert may_reference(tmp_path / other, document) is allowed


def test_hidden_folder_of_the_document_is_allowed(tmp_path):
    assert may_reference(tmp_path / ".venv" / "spec" / "pet.yaml", tmp_path / ".venv" / "spec" / "pets.yaml")


def test_file_system_root_is_not_allowed_as_parent(tmp_path):
    top = tmp_path.root
    document = type(tmp_path)(top, "spec", "pets.yaml")
    assert not may_reference(type(tmp_path)(top, "etc", "passwd"), document)
    assert may_reference(type(tmp_path)(top, "spec", "pet.yaml"), document)
