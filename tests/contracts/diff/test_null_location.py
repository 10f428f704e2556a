"""An added or removed null is reported where it was written, not at the schema that a reference leads to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.cli.main import main

REFERENCE = {"$ref": "#/components/schemas/Word"}
PROPERTY = "#/paths/~1x/post/requestBody/content/application~1json/schema/properties/e"


def document(folder: Path, name: str, version: str, schema: Any) -> str:
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": {"e": schema}}}}}
    operation = {"requestBody": body, "responses": {"204": {"description": "done"}}}
    tree = {
        "openapi": version,
        "info": {"title": "Words", "version": "1"},
        "paths": {"/x": {"post": operation}},
        "components": {"schemas": {"Word": {"type": "string"}}},
    }
    path = folder / name
    path.write_text(json.dumps(tree))
    return str(path)


@pytest.mark.parametrize(
    ("version", "nullable", "keyword"),
    [
        ("3.1.0", {"oneOf": [{"type": "null"}, REFERENCE]}, "oneOf"),
        ("3.1.0", {"anyOf": [REFERENCE, {"type": "null"}]}, "anyOf"),
        ("3.0.3", {"nullable": True, "allOf": [REFERENCE]}, "nullable"),
    ],
)
def test_location(
    version: str, nullable: Any, keyword: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = document(tmp_path, "old.json", version, REFERENCE)
    new = document(tmp_path, "new.json", version, nullable)
    main(["diff", old, new])
    assert f"{PROPERTY}/{keyword} [request-became-nullable]" in capsys.readouterr().out
    main(["diff", new, old])
    assert f"{PROPERTY}/{keyword} [request-became-not-nullable]" in capsys.readouterr().out
