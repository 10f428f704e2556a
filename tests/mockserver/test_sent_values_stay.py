"""What a client sent is read as it was sent: by the item, in the list, and after an update."""

from __future__ import annotations

from typing import Any

from contracts.spec.model import Resource
from mockserver.app import create_app
from tests.mockserver.kit import Client, json_content, load, path_parameter, response

TEXT = {"type": "string"}


def an_object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def array(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def paths(one: Any, listed: Any, sent: Any, created: Any = None, **further: Any) -> dict[str, Any]:
    body = {"required": True, "content": json_content(sent)}
    return {
        "/groups": {
            "get": {"responses": {"200": response(listed)}},
            "post": {"requestBody": body, "responses": {"201": response(created or one)}},
        },
        "/groups/{id}": {
            "parameters": [path_parameter("id")],
            "get": {"responses": {"200": response(one, **further)}},
            "put": {"requestBody": body, "responses": {"200": response(one)}},
        },
    }


def roles(tree: dict[str, Any]) -> dict[str, Resource | None]:
    return {f"{one.method} {one.path}": one.resource for one in load(tree).operations}


def test_a_listed_item_spells_its_properties_otherwise():
    one = an_object(Id=TEXT, Name=TEXT, UpdatedTime=TEXT)
    listed = an_object(Id=TEXT, name=TEXT, Updated_time=TEXT, size={"type": "integer"})
    listed["required"] = ["Id", "name", "Updated_time"]
    api = Client(create_app(load(paths(one, array(listed), an_object(Name=TEXT, UpdatedTime=TEXT)))))
    made = api("POST", "/groups", {"Name": "a", "UpdatedTime": "now"}).json
    found = next(item for item in api("GET", "/groups").json if item["Id"] == made["Id"])
    assert (found["name"], found["Updated_time"]) == ("a", "now")


def test_a_nested_object_with_an_id_like_value_stays_after_updates():
    member = an_object(id=TEXT, uid=TEXT)
    one = an_object(id=TEXT, name=TEXT, members=array(member))
    example = {"id": "12345-abc", "name": "a", "members": [{"id": "77777-abc", "uid": "12-77777-abc"}]}
    api = Client(create_app(load(paths(one, array(one), an_object(name=TEXT, members=array(member)), example=example))))
    members = [{"id": "88888-abc", "uid": "34-88888-abc"}]
    made = api("POST", "/groups", {"name": "a", "members": members}).json
    assert made["members"] == members
    assert api("PUT", f"/groups/{made['id']}", {"name": "b", "members": members}).json["members"] == members
    assert api("GET", f"/groups/{made['id']}").json["members"] == members


def test_an_array_in_an_object_of_the_item_is_not_a_list_of_items():
    part = an_object(Id=TEXT, Name=TEXT, Kind=TEXT)
    one = an_object(Id=TEXT, Name=TEXT, Kind=TEXT, Package=an_object(Parts=array(part)))
    sent = an_object(id=TEXT, kind=TEXT, package=an_object(Parts=array(part)))
    found = roles(paths(one, an_object(Groups=array(one)), sent))["POST /groups"]
    assert found is not None
    assert (found.role, found.body_path) == ("create", ())


def test_an_array_in_an_envelope_with_sent_properties_is_not_the_item():
    one = an_object(group=an_object(info=an_object(label=TEXT), item=array(an_object(id=TEXT, name=TEXT))))
    listed = an_object(groups=array(an_object(id=TEXT, name=TEXT, owner=TEXT)))
    created = an_object(group=an_object(id=TEXT, name=TEXT))
    found = roles(paths(one, listed, one, created))
    assert {found[key].item_path for key in ("GET /groups/{id}", "POST /groups")} == {("group",)}  # type: ignore[union-attr]
    assert found["POST /groups"].body_path == ("group",)  # type: ignore[union-attr]


def test_a_form_without_files_updates_an_item():
    one = an_object(Id=TEXT, Frequency=TEXT)
    tree = paths(one, array(one), an_object(frequency=TEXT))
    form = {"application/x-www-form-urlencoded": {"schema": an_object(frequency=TEXT)}}
    tree["/groups/{id}"]["put"]["requestBody"]["content"] = form
    found = roles(tree)["PUT /groups/{id}"]
    assert found is not None
    assert found.role == "replace"


def test_a_listed_item_has_the_name_in_a_nested_object_of_the_item():
    one = an_object(id=TEXT, info=an_object(name=TEXT), owner=an_object(email=TEXT))
    listed = an_object(id=TEXT, name=TEXT, email=TEXT)
    listed["required"] = ["id", "name", "email"]
    api = Client(create_app(load(paths(one, array(listed), an_object(info=an_object(name=TEXT))))))
    made = api("POST", "/groups", {"info": {"name": "a"}}).json
    found = next(item for item in api("GET", "/groups").json if item["id"] == made["id"])
    assert found["name"] == "a"
    assert found["email"]
