"""Complete the documents of the suite: many lack required fields that Prism does not read."""

from __future__ import annotations

from typing import Any

import yaml

METHODS = frozenset(["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"])


def complete(document: str) -> str:
    """Return a document with ``info``, a description for each response, and no parameter that Prism ignores.

    Responses keep their order; a document that has all required fields is returned unchanged.
    """
    tree = yaml.safe_load(document)
    if not isinstance(tree, dict):
        return document
    changed = _complete_info(tree)
    for response in _responses(tree):
        if "$ref" not in response and "description" not in response:
            response["description"] = ""
            changed = True
    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=True) if changed else document


def _complete_info(tree: dict[str, Any]) -> bool:
    info = tree.setdefault("info", {})
    missing = {"title": "scenario", "version": "1"}.items() - info.items()
    added = {name: value for name, value in sorted(missing) if name not in info}
    info.update(added)
    return bool(added)


def _responses(tree: dict[str, Any]) -> list[dict[str, Any]]:
    found = list((tree.get("responses") or (tree.get("components") or {}).get("responses") or {}).values())
    for item in (tree.get("paths") or {}).values():
        for method, operation in (item or {}).items():
            if method in METHODS and isinstance(operation, dict):
                found += (operation.get("responses") or {}).values()
    return [one for one in found if isinstance(one, dict)]
