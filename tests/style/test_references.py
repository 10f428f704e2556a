"""Cross-references in docstrings lead to names that exist."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROLE = re.compile(r":(?:class|func|meth|mod|data|attr|exc):`~?([\w.]+)(?:\(\))?`")
OWN = ("contracts", "mockserver")


@cache
def names(path: Path) -> frozenset[str]:
    """Return the names that a module defines or imports, and ``Class.member`` for the members of its classes."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{name}" for child in node.body for name in defined(child)}
        found |= defined(node)
    return frozenset(found)


def defined(node: ast.AST) -> set[str]:
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return {target.id for target in targets if isinstance(target, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            return {alias.asname or alias.name for alias in aliases}
    return set()


def exists(reference: str, module: Path) -> bool:
    parts = reference.split(".")
    if parts[0] not in OWN:
        inside = any(name.endswith(f".{reference}") for name in names(module))
        return inside or parts[0] in names(module) or hasattr(builtins, parts[0])
    for length in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:length])
        if path.is_dir():
            return length == len(parts) or ".".join(parts[length:]) in names(path / "__init__.py")
        if path.with_suffix(".py").exists():
            return length == len(parts) or ".".join(parts[length:]) in names(path.with_suffix(".py"))
    return False


def references() -> Iterator[tuple[Path, str]]:
    for package in OWN:
        for path in sorted((ROOT / package).rglob("*.py")):
            for reference in ROLE.findall(path.read_text(encoding="utf-8")):
                yield path, reference


def test_references_in_docstrings_exist() -> None:
    found = list(references())
    wrong = [f"{path.relative_to(ROOT)}: {name}" for path, name in found if not exists(name, path)]
    assert len(found) > 100
    assert wrong == []
