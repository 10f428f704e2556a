"""The examples of ``docs/stubs-and-faults.md``."""

from __future__ import annotations

import json
import re
import shlex

import pytest

from mockserver.app import create_app
from mockserver.fault_syntax import parse_fault
from tests.conftest import ROOT
from tests.mockserver.control.kiosk import Mock
from tests.mockserver.kit import document, json_content, path_parameter

TEXT = (ROOT / "docs" / "stubs-and-faults.md").read_text()

ROWS = re.findall(r"^\| `(\".*?)` \| `(.*?)` \|", TEXT, re.MULTILINE)
"""The effects of faults: as in the admin API, and as in ``--fault``."""

PET = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
RESPONSE = {"description": "a pet", "content": json_content(PET)}
PETS = {
    "/pets": {"get": {"operationId": "listPets"}},
    "/pets/{id}": {
        "parameters": [path_parameter("id", {"type": "integer"})],
        "get": {"operationId": "getPet", "responses": {"200": RESPONSE, "503": {"description": "down"}}},
    },
}


@pytest.mark.parametrize(("given", "flag"), ROWS)
def test_the_effects_of_faults(given: str, flag: str) -> None:
    fault = json.loads("{" + given + "}")
    assert parse_fault(f"*: {flag}")["fault"] == fault
    # Conditions and Retry-After need an effect.
    status = {"status": 503} if fault.keys() <= {"rate", "nth", "retry_after"} else {}
    assert Mock().fault({}, **fault, **status).status == 201


def test_the_number_of_rows() -> None:
    assert len(ROWS) == 13


def test_the_requests() -> None:
    mock = Mock(create_app(document(PETS)))
    commands = re.findall(r"^curl \S+(/\w+) .*? -d '(.*?)'$", TEXT, re.MULTILINE | re.DOTALL)
    assert [path for path, _ in commands] == ["/stubs", "/faults"]
    for path, body in commands:
        assert mock.admin("POST", path, json.loads(body)).status == 201


def test_the_options() -> None:
    command = re.search(r"^mockserver run petstore.yaml .*$", TEXT, re.MULTILINE)
    assert command is not None
    faults = tuple(word for word in shlex.split(command[0])[3:] if word != "--fault")
    assert len(Mock(create_app(document(PETS), faults=faults)).admin("GET", "/faults").json["faults"]) == 2
