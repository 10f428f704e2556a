"""Scenario files for tests."""

from __future__ import annotations

DOCUMENT = """\
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema: {type: object, properties: {name: {type: string}, age: {type: integer}}}
              example: {name: Rex, age: 7}
        '404': {description: ''}
"""


def text_of(
    *,
    document: str = DOCUMENT,
    server: str = "mock -p 4010 ${document}",
    command: str = "curl -i http://localhost:4010/pets",
    expected: str = 'HTTP/1.1 200 OK\ncontent-type: application/json\n\n{"name":"Rex","age":7}',
    mode: str = "expect",
) -> str:
    """The text of a scenario file."""
    parts = {"test": "A scenario", "spec": document, "server": server, "command": command, mode: expected}
    return "".join(f"===={name}====\n{content.rstrip()}\n" for name, content in parts.items())
