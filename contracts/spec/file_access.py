"""Which files a document may reference. Documents may come from strangers, so they must not read arbitrary files."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = ".git"
"""Entry of the root folder of a repository."""


def may_reference(path: Path, root: Path) -> bool:
    """Whether a document may reference a file.

    Allowed are files in the parent of the document's folder or below (``spec/openapi.yaml`` → ``../schemas/x.yaml``),
    and files in the repository of the document (``apis/pets/v1/openapi.yaml`` → ``../../common/x.yaml``). The parent
    folder is not allowed if it is the root of the file system. Hidden files and folders are not allowed
    (``../.ssh/config``), unless the document itself is inside the hidden folder.

    :param path: path of the file, absolute, symbolic links resolved.
    :param root: path of the document, absolute, symbolic links resolved.
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
