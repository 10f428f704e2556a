"""Valid documents in ``tests/faults``, and what breaks each of them: one change of one text.

A base is a file, or a folder whose root is the first of :data:`ROOTS` that is there. A case of ``NAME.cases.yaml`` has
``old`` and ``new``, a second change under ``also`` where one is not enough, and ``file`` in a folder. The line at which
a finding is right is marked with ``# here``, or is that of the text ``here`` or ``or``: in the same file, or in that of
``in``. JSON has no comments, so there the mark is taken out again.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "faults"
ROOTS = ("openapi.yaml", "swagger.yaml", "api/openapi.json")
MARK = " # here"

Case = dict[str, Any]


@dataclass(frozen=True)
class Base:
    """A valid document.

    :param root: the file to read.
    :param folder: of all its files; ``None`` where there is only one.
    """

    name: str
    root: Path
    folder: Path | None = None


@dataclass(frozen=True)
class Broken:
    """A document with one fault.

    :param root: the file to read.
    :param file: the one with the fault, or where it shows.
    :param lines: those of that file at which a finding is right.
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
    """What a broken document is called."""
    return f"{base.name}-{case['name']}"


def break_document(base: Base, case: Case, folder: Path) -> Broken:
    """Write a broken document to a folder that is there."""
    if base.folder is None:
        root = file = shown = folder / "document.yaml"
        text = base.root.read_text("utf-8")
    else:
        shutil.copytree(base.folder, folder, dirs_exist_ok=True)
        root, file = folder / base.root.relative_to(base.folder), folder / case["file"]
        shown = folder / case["in" if "in" in case else "file"]
        text = file.read_text("utf-8")
    text = _changed(text, case)
    file.write_text(text.replace(MARK, "") if file.suffix == ".json" else text, "utf-8")
    return Broken(root, shown, _lines(text if shown == file else shown.read_text("utf-8"), case))


def _changed(text: str, case: Case) -> str:
    for change in [case, *([case["also"]] if "also" in case else [])]:
        assert text.count(change["old"]) == 1 or "\n" not in change["old"], case["name"]
        assert change["old"] in text, case["name"]
        text = text.replace(change["old"], change["new"], 1)
    return text


def _lines(text: str, case: Case) -> frozenset[int]:
    places = [text.find(case[key]) for key in ("here", "or") if key in case]
    assert all(place >= 0 for place in places), case["name"]
    marked = {number for number, line in enumerate(text.split("\n"), 1) if line.endswith(MARK)}
    return frozenset(marked | {text.count("\n", 0, place) + 1 for place in places})
