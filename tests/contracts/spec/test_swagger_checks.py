"""Operations of Swagger 2.0 are checked with the parameters of their path items."""

import pytest

from contracts.spec.load import read_document

BODY = {"name": "pet", "in": "body", "schema": {"type": "object"}}
OTHER_BODY = {**BODY, "name": "other"}
FIELD = {"name": "photo", "in": "formData", "type": "string"}
FILE = {"name": "photo", "in": "formData", "type": "file"}
FORM = ["multipart/form-data"]
RESPONSES = {"200": {"description": "Good"}}


def found(path_item, **others):
    tree = {"swagger": "2.0", "info": {"title": "Pets", "version": "1"}, "paths": {"/pets": path_item}, **others}
    return [(one.rule, one.location.pointer.removeprefix("/paths/~1pets")) for one in read_document(tree).findings]


def operation(*parameters, **others):
    return {"parameters": list(parameters), "responses": RESPONSES, **others}


@pytest.mark.parametrize(
    ("shared", "own", "expected"),
    [
        ([BODY], [OTHER_BODY], [("several-bodies", "/post/parameters/0")]),
        ([BODY], [FIELD], [("several-bodies", "/post/parameters/0")]),
        ([FIELD], [BODY], [("several-bodies", "/post/parameters/0")]),
        ([BODY, OTHER_BODY], [], [("several-bodies", "/parameters/1")]),
        ([BODY], [BODY], []),
        ([BODY], [], []),
        ([{"$ref": "#/parameters/File"}], [OTHER_BODY], [("several-bodies", "/post/parameters/0")]),
    ],
)
def test_bodies(shared, own, expected):
    item = {"parameters": shared, "post": operation(*own, consumes=FORM)}
    assert found(item, parameters={"File": FILE}) == expected


def test_bodies_of_a_path_item_without_operations():
    assert found({"parameters": [BODY, FIELD]}) == [("several-bodies", "/parameters/1")]


def test_bodies_beside_a_reference_to_a_path_item():
    item = {"$ref": "#/x-items/pets", "post": operation(OTHER_BODY)}
    assert found(item, **{"x-items": {"pets": {"parameters": [BODY]}}}) == [("several-bodies", "/post/parameters/0")]


@pytest.mark.parametrize(
    ("own", "common", "expected"),
    [
        ({"consumes": ["application/json"]}, {}, [("file-without-form", "/post/consumes")]),
        ({}, {"consumes": ["application/json"]}, [("file-without-form", "/parameters/0")]),
        ({}, {"consumes": FORM}, []),
        ({"consumes": FORM}, {}, []),
    ],
)
def test_files(own, common, expected):
    assert found({"parameters": [FILE], "post": operation(**own)}, **common) == expected


def test_several_operations_have_one_finding():
    item = {"parameters": [FILE], "post": operation(), "put": operation()}
    assert found(item) == [("file-without-form", "/parameters/0")]


def test_an_overridden_file():
    assert found({"parameters": [FILE], "post": operation(FIELD)}) == []
