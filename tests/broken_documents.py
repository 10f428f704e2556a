"""The valid documents in ``tests/faults`` and the cases that break them.

A base document is a file, or a folder whose root file is the first of :data:`ROOTS` that exists. A case in
``NAME.cases.yaml`` replaces ``old`` with ``new`` in ``file`` (for folders); ``also`` is an optional second replacement.
The expected lines of the finding end with ``# here``, or contain the string ``here`` or ``or``, in the file ``in`` or
the changed file. Markers are removed from JSON, which has no comments.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "faults"
ROOTS = ("openapi.yaml", "swagger.yaml", "api/openapi.json")
MARKER = " # here"

Case = dict[str, Any]


@dataclass(frozen=True)
class Base:
    """A valid document.

    :param root: its root file.
    :param folder: the folder of all its files; ``None`` for a single file.
    """

    name: str
    root: Path
    folder: Path | None = None


@dataclass(frozen=True)
class Broken:
    """A document with one error.

    :param root: its root file.
    :param file: the file with the expected finding.
    :param lines: the lines in ``file`` at which the finding is correct.
    """

    root: Path
    file: Path
    lines: frozenset[int]


def _bases() -> list[Base]:
    files = [Base(path.stem, path) for path in FOLDER.glob("*.yaml") if not path.name.endswith(".cases.yaml")]
    folders = [Base(path.name, _root_of(path), path) for path in FOLDER.iterdir() if path.is_dir()]
    return sorted([*files, *folders], key=lambda base: base.name)


def _root_of(folder: Path) -> Path:
    return next(folder / name for name in ROOTS if (folder / name).is_file())


BASES = _bases()

CASES: list[tuple[Base, Case]] = [
    (base, case) for base in BASES for case in yaml.safe_load((FOLDER / f"{base.name}.cases.yaml").read_text("utf-8"))
]


def name_of(base: Base, case: Case) -> str:
    """Return the name of a broken document."""
    return f"{base.name}-{case['name']}"


def break_document(base: Base, case: Case, folder: Path) -> Broken:
    """Write a broken document to an existing folder."""
    if base.folder is None:
        root = file = finding_file = folder / "document.yaml"
        text = base.root.read_text("utf-8")
    else:
        shutil.copytree(base.folder, folder, dirs_exist_ok=True)
        (folder / ".git").mkdir(exist_ok=True)  # files in other folders of the repository may be referenced
        root, file = folder / base.root.relative_to(base.folder), folder / case["file"]
        finding_file = folder / case["in" if "in" in case else "file"]
        text = file.read_text("utf-8")
    text = _apply(text, case)
    file.write_text(text.replace(MARKER, "") if file.suffix == ".json" else text, "utf-8")
    return Broken(root, finding_file, _lines(text if finding_file == file else finding_file.read_text("utf-8"), case))


def _apply(text: str, case: Case) -> str:
    for change in [case, *([case["also"]] if "also" in case else [])]:
        assert text.count(change["old"]) == 1 or "\n" not in change["old"], case["name"]
        assert change["old"] in text, case["name"]
        text = text.replace(change["old"], change["new"], 1)
    return text


def _lines(text: str, case: Case) -> frozenset[int]:
    offsets = [text.find(case[key]) for key in ("here", "or") if key in case]
    assert all(offset >= 0 for offset in offsets), case["name"]
    marked = {number for number, line in enumerate(text.split("\n"), 1) if line.endswith(MARKER)}
    return frozenset(marked | {text.count("\n", 0, offset) + 1 for offset in offsets})
