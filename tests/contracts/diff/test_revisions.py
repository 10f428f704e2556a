"""Documents from git revisions: read without a checkout, with their files, and clear errors."""

import os
import subprocess

import pytest

from contracts.diff import revisions
from contracts.diff.revisions import is_revision, read_revision
from contracts.errors import UsageError

ROOT = """\
openapi: 3.1.0
info: {title: Cases, version: '1'}
paths:
  /cases:
    get:
      responses: {'200': {description: All, content: {application/json: {schema: {$ref: "schemas/case.yaml"}}}}}
"""
CASE = "type: object\nproperties: {id: {$ref: '../../common/types.json#/Id'}}\n"
TYPES = '{"Id": {"type": "string", "maxLength": 9}}'


@pytest.fixture
def git(tmp_path, monkeypatch):
    """A repository with one commit, as nobody's settings would have it."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_CONFIG_GLOBAL": os.devnull}
    who |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com", "GIT_CONFIG_SYSTEM": os.devnull}
    for name, value in who.items():
        monkeypatch.setenv(name, value)
    top = tmp_path / "repository"
    files = {"api/openapi.yaml": ROOT, "api/schemas/case.yaml": CASE, "common/types.json": TYPES, "README": "text"}
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text, "utf-8")
    for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "First"], ["tag", "v1"]):
        subprocess.run(["git", *words], cwd=top, check=True)
    return top


def test_is_revision():
    assert is_revision("git:main:openapi.yaml")
    assert not is_revision("openapi.yaml")


def test_referenced_files_are_read_from_the_revision(git):
    (git / "common" / "types.json").write_text('{"Id": {"type": "integer"}}', "utf-8")
    (git / "api" / "schemas" / "case.yaml").unlink()
    reading = read_revision("git:v1:api/openapi.yaml", git)
    assert reading.findings == ()
    schemas = [here.node for here in reading.document.visits if here.kind == "schema"]
    assert {"type": "string", "maxLength": 9} in schemas


def test_locations_name_the_revision(git):
    document = read_revision("git:main:api/openapi.yaml", git).document
    assert document.name == "git:main:api/openapi.yaml"
    place = document.locate("/info/version")
    assert (place.file, place.line) == ("git:main:api/openapi.yaml", 2)
    assert document.line_of(place).text == "info: {title: Cases, version: '1'}"
    inner = next(pointer for _, _, pointer, _ in document.edges if pointer.endswith("/Id"))
    assert document.locate(inner).file == "git:main:common/types.json"
    assert document.line_of(document.locate(inner)).text == TYPES


def test_a_path_relative_to_the_current_folder(git):
    assert read_revision("git:HEAD:./openapi.yaml", git / "api").document.name == "git:HEAD:api/openapi.yaml"
    assert read_revision("git:HEAD:../api/openapi.yaml", git / "common").document is not None


def test_findings_name_the_revision(git):
    (git / "api" / "openapi.yaml").write_text(ROOT.replace("case.yaml", "none.yaml"), "utf-8")
    subprocess.run(["git", "commit", "-qam", "Second"], cwd=git, check=True)
    (finding,) = read_revision("git:main:api/openapi.yaml", git).findings
    assert finding.location.file == "git:main:api/openapi.yaml"
    assert finding.rule == "unresolved-reference"


def test_invalid_documents_name_the_revision(git):
    reading = read_revision("git:main:README", git)
    assert reading.document is None
    assert reading.findings[0].location.file == "git:main:README"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("git:main", "expected git:REVISION:PATH"),
        ("git::openapi.yaml", "expected git:REVISION:PATH"),
        ("git:--output=x:openapi.yaml", "expected git:REVISION:PATH"),
        ("git:nowhere:api/openapi.yaml", "unknown git revision 'nowhere'"),
        ("git:main:openapi.yaml", "file 'openapi.yaml' does not exist in main"),
        ("git:main:api", "file 'api' does not exist in main"),
        ("git:main:../x.yaml", "outside the repository"),
        ("git:main:a\nb", "does not exist in main"),
    ],
)
def test_wrong_sources(git, source, message):
    with pytest.raises(UsageError, match=message):
        read_revision(source, git)


def test_no_repository(git, tmp_path):
    with pytest.raises(UsageError, match="not inside a git repository"):
        read_revision("git:main:openapi.yaml", tmp_path)


def test_no_command_of_the_repository_is_run(git, tmp_path):
    canary = tmp_path / "canary"
    script = tmp_path / "command"
    script.write_text(f"#!/bin/sh\necho run >> {canary}\nexit 1\n")
    script.chmod(0o755)
    blob = subprocess.run(
        ["git", "rev-parse", "main:common/types.json"], cwd=git, capture_output=True, text=True, check=True
    ).stdout.strip()
    settings = {
        "core.fsmonitor": script,
        "core.pager": script,
        "core.sshCommand": script,
        "core.alternateRefsCommand": script,
        "core.askPass": script,
        "credential.helper": script,
        "diff.external": script,
        "filter.evil.smudge": script,
        "extensions.partialClone": "origin",
        "remote.origin.url": f"ext::{script}",
        "remote.origin.promisor": "true",
        "remote.origin.uploadpack": script,
        "remote.origin.vcs": "evil",
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
    }
    for name, value in settings.items():
        subprocess.run(["git", "config", name, str(value)], cwd=git, check=True)
    for hook in ("post-index-change", "reference-transaction", "post-checkout"):
        (git / ".git" / "hooks").mkdir(exist_ok=True)
        (git / ".git" / "hooks" / hook).write_text(script.read_text())
        (git / ".git" / "hooks" / hook).chmod(0o755)
    (git / ".git" / "objects" / blob[:2] / blob[2:]).unlink()  # as in a partial clone: git would fetch it
    reading = read_revision("git:main:api/openapi.yaml", git)
    assert reading.document is not None
    assert not canary.exists()


def test_no_git(git, monkeypatch):
    monkeypatch.setattr(revisions.shutil, "which", lambda _: None)
    with pytest.raises(UsageError, match="requires git"):
        read_revision("git:main:openapi.yaml", git)
