"""The lock files: complete, within the version ranges of pyproject.toml, and the same on every machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
FILES = {
    "audit": ["audit"],
    "dev": ["package", "extra oauth", "extra test", "build", "types", "test", "bench"],
    "lint": ["lint"],
    "lock": ["lock"],
    "mock": ["package", "extra oauth", "extra redis", "build"],
}
"""The requirements that each lock file covers: the package, its extras, and dependency groups."""

PINNED = re.compile(
    r"^([\w.-]+)==([^\s;]+)(?: ; [^\\\n]+)? \\\n(?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE
)


def locked(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    return {canonicalize_name(found[1]): found[2] for found in PINNED.finditer(text)}


def required(source: str) -> list[Requirement]:
    project = PROJECT["project"]
    extras = {f"extra {name}": lines for name, lines in project["optional-dependencies"].items()}
    groups = {**PROJECT["dependency-groups"], **extras, "package": project["dependencies"]}
    return [Requirement(line) for line in groups[source]]


def test_all_lock_files_are_tested():
    assert {path.stem for path in (ROOT / "requirements").glob("*.txt")} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_lock_file_covers_the_requirements(name):
    """If this fails: run ``tox run -e lock``."""
    found = locked(name)
    missing = [
        str(one)
        for source in FILES[name]
        for one in required(source)
        if not one.specifier.contains(found.get(canonicalize_name(one.name), "0"))
    ]
    assert missing == []


@pytest.mark.parametrize("name", FILES)
def test_lock_file_has_hashes_and_no_addresses(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    remaining = PINNED.sub("", text)
    assert [line for line in remaining.splitlines() if not re.match(r"( {4})?#", line)] == []
    assert not re.search(r"//|--(extra-)?index-url|--find-links|(^|\s)/", text, re.MULTILINE)


def test_the_extra_all_has_all_extras():
    [one] = required("extra all")
    assert one.extras == PROJECT["project"]["optional-dependencies"].keys() - {"all"}


def test_lock_files_agree():
    assert locked("mock").items() <= locked("dev").items()


def test_build_group_contains_the_build_requirements():
    assert set(PROJECT["build-system"]["requires"]) <= set(PROJECT["dependency-groups"]["build"])


def test_pre_commit_uses_the_locked_ruff():
    assert f'"ruff=={locked("lint")["ruff"]}"' in (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
