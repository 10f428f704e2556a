"""Error messages as users see them: commands with wrong usage or broken input, and their output."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from contracts.cli.main import main as contracts
from mockserver.cli.main import main as mockserver
from mockserver.cli.main import run as casemock

FILE = Path(__file__).with_name("errors.txt")

PROGRAMS: dict[str, Callable[[Sequence[str]], int]] = {
    "contracts": contracts,
    "mockserver": mockserver,
    "casemock": casemock,
}

INPUTS = {
    "good.yaml": "openapi: 3.1.0\ninfo: {title: A, version: '1'}\n"
    "paths: {/pets: {get: {operationId: listPets, responses: {'200': {description: Pets}}}}}\n",
    "syntax.yaml": "openapi: 3.1.0\ninfo: {title: A\n",
    "version.yaml": "openapi: 9.9.9\ninfo: {title: A, version: '1'}\npaths: {}\n",
    "reference.yaml": "openapi: 3.1.0\ninfo: {title: A, version: '1'}\n"
    "paths: {/a: {get: {responses: {'200': {$ref: '#/components/responses/A'}}}}}\n",
    "structure.yaml": "openapi: 3.1.0\ninfo: {title: A, version: 1, licence: MIT}\npaths: {a: {}}\n",
    "list.json": "[]",
    "broken.toml": "port = \n",
    "settings.toml": "prot = 1\n",
    "level.toml": "[rules]\npath-overlap = 'fatal'\n",
    "broken.har": "{}",
    "baseline.json": "{}",
    "tickets.yaml": """\
openapi: 3.1.0
info: {title: A, version: '1'}
paths:
  /tickets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {responses: {'200': {description: A, content: {application/json: {schema: {$ref: '#/components/schemas/T'}}}}}}
  /tickets/{id}/comments/{comment}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
      - {name: comment, in: path, required: true, schema: {type: string, format: uuid}}
    get: {responses: {'200': {description: A, content: {application/json: {schema: {$ref: '#/components/schemas/C'}}}}}}
components:
  schemas:
    T:
      type: object
      required: [id, title, status]
      properties: {id: {type: integer}, title: {type: string}, status: {enum: [open, closed]}}
    C:
      type: object
      required: [id, text]
      properties: {id: {type: string, format: uuid, example: 0193a5f0-7c1e-4b3a-8f4d-2b1e9c0d6a57}, text: {}}
""",
    "data.yaml": """\
/tickets:
  - {id: 7, title: Printer}
  - {id: 8, title: Coffee, status: opne}
  - {id: 7, title: Door, status: open}
/ticket: []
/tickets/9/comments:
  - {text: Hello}
""",
}

COMMANDS = [
    "contracts validat good.yaml",
    "contracts validate",
    "contracts validate missing.yaml",
    "contracts validate syntax.yaml",
    "contracts validate version.yaml",
    "contracts validate reference.yaml",
    "contracts validate structure.yaml",
    "contracts validate list.json",
    "contracts validate good.yaml --rul x",
    "contracts validate good.yaml --rule opration-id-missing",
    "contracts validate good.yaml --severity path-overlap=fatal",
    "contracts validate good.yaml --show loud",
    "contracts validate good.yaml --config level.toml",
    "contracts validate good.yaml --format yaml",
    "contracts validate good.yaml --update-baseline",
    "contracts validate good.yaml --baseline baseline.json",
    "contracts validate good.yaml --output good.yaml",
    "contracts rules nothing",
    "contracts checks nothing",
    "contracts diff good.yaml",
    "contracts diff good.yaml git:main:good.yaml",
    "contracts diff good.yaml good.yaml --level request-enum-dropped=grave",
    "contracts diff good.yaml good.yaml --level request-enum-droped=safe",
    "contracts diff good.yaml good.yaml --used-by baseline.json",
    "contracts test good.yaml",
    "contracts test good.yaml --url ftp://example.org",
    "contracts test good.yaml --url http://user:password@127.0.0.1:1",
    "contracts test good.yaml --app nothing.here:app",
    "contracts test good.yaml --app json:loads --shard 3/2",
    "contracts test good.yaml --url http://127.0.0.1:1 --identity me",
    "contracts test good.yaml --url http://127.0.0.1:1 --known id",
    "contracts test good.yaml --url http://127.0.0.1:1 --phases all",
    "contracts test good.yaml --url http://127.0.0.1:1 --check read-after-writ",
    "contracts replay missing --url http://127.0.0.1:1",
    "contracts replay broken.har --url http://127.0.0.1:1",
    "contracts usage missing.har --spec good.yaml --consumer portal",
    "contracts drift good.yaml --traffic broken.har",
    "contracts bundle good.yaml --to 2.0",
    "contracts bundle good.yaml --api nothing",
    "mockserver rnu good.yaml",
    "mockserver run missing.yaml",
    "mockserver run reference.yaml --strict-document",
    "mockserver run good.yaml --port 70000",
    "mockserver run good.yaml --port many",
    "mockserver run good.yaml --locale xx_YY",
    "mockserver run good.yaml --workers 0",
    "mockserver run good.yaml --max-body huge",
    "mockserver run good.yaml --config broken.toml",
    "mockserver run good.yaml --config settings.toml",
    "mockserver run good.yaml --api nothing",
    "mockserver run good.yaml --reload --workers 2",
    "mockserver run tickets.yaml --data data.yaml --closed",
    "mockserver run tickets.yaml --data list.json",
    "mockserver run tickets.yaml --data syntax.yaml",
    "mockserver run tickets.yaml --data missing",
    "mockserver run good.yaml --data data.yaml",
    "mockserver generate good.yaml",
    "mockserver generate good.yaml --schema Pet",
    "mockserver generate good.yaml --operation getPet",
    "mockserver score good.yaml --mutant nothing",
    "casemock good.yaml --prot 8080",
]


def transcript() -> str:
    """Return the output of all commands, run in a folder with the inputs."""
    return "\n".join(_outputs())


def _outputs() -> Iterator[str]:
    start = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        for name, content in INPUTS.items():
            Path(folder, name).write_text(content, encoding="utf-8")
        try:
            os.chdir(folder)
            for command in COMMANDS:
                program, *arguments = shlex.split(command)
                output = io.StringIO()
                with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
                    code = PROGRAMS[program](arguments)
                shown = output.getvalue().replace(folder, "FOLDER").rstrip("\n")
                yield f"$ {command}\n{shown}\n[exit code {code}]\n"
        finally:
            os.chdir(start)
