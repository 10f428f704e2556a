"""Which files a document may read. It comes from somebody else, so not every file that it names is opened for it."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = ".git"
"""What marks the top folder of a repository."""


def is_within_reach(path: Path, root: Path) -> bool:
    """Whether a document may refer to a file.

    It may where the file lies in the parent of the document's folder or below (``spec/openapi.yaml`` →
    ``../schemas/x.yaml``), or anywhere in the repository that holds the document (``apis/pets/v1/openapi.yaml`` →
    ``../../common/x.yaml``). The parent does not count where it is the top of the file system, and nothing hidden is
    within reach (``../.ssh/config``), unless the document itself lies in there.

    :param path: of the file, absolute, symbolic links resolved.
    :param root: of the document, likewise.
    """
    steps = Path(os.path.relpath(path, root.parent)).parts
    if any(step.startswith(".") and step != ".." for step in steps):
        return False
    return any(path.is_relative_to(folder) for folder in _folders(root))


def _folders(root: Path) -> list[Path]:
    folder = root.parent
    parents = [folder.parent] if len(folder.parts) > 2 else []
    repository = next((parent for parent in folder.parents if (parent / REPOSITORY).exists()), None)
    return [folder, *parents, *([repository] if repository else [])]
