"""A change is located at the keyword that makes it, not at its parent; a removal in the old document."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.diff.diff import changes
from contracts.spec.load import load_document

THREE = """\
openapi: 3.2.0
info: {title: Shop, version: '1'}
servers:
  - url: https://{region}.example
    variables:
      region:
        default: eu
        enum: [eu, us]
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
paths:
  /orders:
    post:
      operationId: order
      security:
        - key: []
      parameters:
        - name: ids
          in: query
          style: form
          explode: false
          allowReserved: true
          schema: {type: array}
      requestBody:
        content:
          multipart/form-data:
            schema:
              allOf:
                - properties:
                    colour:
                      enum: [red, green]
                    size:
                      maximum: 9
                - properties:
                    colour:
                      description: of it
                    size:
                      minimum: 1
            encoding:
              photo:
                contentType: image/png
                headers:
                  X-Camera:
                    description: which
                    schema: {type: string}
      responses:
        '200':
          description: Good
          content:
            application/json:
              schema:
                type: object
                unevaluatedProperties: false
                xml:
                  name: order
                  prefix: o
          links:
            next:
              operationId: order
              parameters:
                one: $request.body#/1
                two: $request.body#/2
"""

TWO = """\
swagger: '2.0'
info: {title: Shop, version: '1'}
host: shop.example
schemes:
  - https
paths:
  /orders:
    post:
      consumes:
        - multipart/form-data
      parameters:
        - name: photo
          in: formData
          required: true
          type: string
        - name: title
          in: formData
          type: string
        - name: ids
          in: query
          type: array
          items: {type: string}
          collectionFormat: csv
        - $ref: '#/parameters/Sort'
      responses:
        204: {description: Done}
  /notes:
    post:
      consumes:
        - application/json
        - application/xml
      parameters:
        - name: note
          in: body
          schema: {type: object}
      responses:
        204: {description: Done}
parameters:
  Sort:
    name: sort
    in: query
    type: string
    enum: [asc, desc]
"""

CASES = [
    (THREE, "explode: false", "explode: true", "new", "explode: true"),
    (THREE, "          allowReserved: true\n", "", "old", "allowReserved: true"),
    (THREE, "contentType: image/png", "contentType: image/gif", "new", "contentType: image/gif"),
    (THREE, "description: which", "required: true", "new", "required: true"),
    (THREE, "                contentType: image/png\n", "", "old", "contentType: image/png"),
    (THREE, "enum: [eu, us]", "enum: [eu, us, asia]", "new", "enum: [eu, us, asia]"),
    (THREE, "        - key: []\n", "        - key: []\n        - {}\n", "new", "- {}"),
    (THREE, "      operationId: order\n      security", "      security", "old", "operationId: order"),
    (THREE, "description: of it", "enum: [red]", "new", "enum: [red]"),
    (THREE, "minimum: 1", "maximum: 7", "new", "maximum: 7"),
    (THREE, "                unevaluatedProperties: false\n", "", "old", "unevaluatedProperties: false"),
    (THREE, "                  name: order\n", "                  name: purchase\n", "new", "name: purchase"),
    (THREE, "two: $request.body#/2", "two: $request.body#/3", "new", "two: $request.body#/3"),
    (TWO, "collectionFormat: csv", "collectionFormat: pipes", "new", "collectionFormat: pipes"),
    (TWO, "enum: [asc, desc]", "enum: [asc]", "new", "enum: [asc]"),
    (
        TWO,
        "title\n          in: formData\n",
        "title\n          in: formData\n          required: true  # now\n",
        "new",
        "required: true  # now",
    ),
    (TWO, "        - application/xml\n", "", "old", "- application/xml"),
    (TWO, "  - https\n", "  - https\n  - http\n", "new", "- http"),
]


@pytest.mark.parametrize("case", CASES, ids=[case[4] for case in CASES])
def test_a_change_is_located_at_its_source(tmp_path: Path, case: tuple[str, str, str, str, str]) -> None:
    base, was, is_now, side, text = case
    assert base.count(was) == 1
    for name, content in {"old": base, "new": base.replace(was, is_now)}.items():
        (tmp_path / f"{name}.yaml").write_text(content, "utf-8")
    documents = [load_document(tmp_path / f"{name}.yaml") for name in ("old", "new")]
    found = [change for change in changes(*documents) if change.id != "version-unchanged"]
    shown = [(Path(change.location.file).stem, change.line.text.strip()) for change in found]
    assert (side, text) in shown, found
