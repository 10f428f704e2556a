"""Which operations are tested, and who tests which."""

from __future__ import annotations

import pytest

from contracts.errors import UsageError
from contracts.probe.selection import selected, selector, shard
from tests.contracts.checks.subjects import document


def ids(*include: str, api: str = "", exclude: tuple[str, ...] = ()) -> list[str]:
    chosen = selected(
        document("openapi"), api, [selector(text, "x") for text in include], [selector(text, "x") for text in exclude]
    )
    return [operation.id for operation in chosen]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["method:patch"], ["serverops_updateCase"]),
        (["operation:tines_*"], ["tines_getCase"]),
        (["path:/tracecat/*", "path:/api/v1/cases/*"], ["tines_getCase", "tracecat_get_case"]),
    ],
)
def test_include(texts: list[str], expected: list[str]) -> None:
    assert ids(*texts) == expected


def test_tags_api_and_exclude() -> None:
    tag = document("openapi").operations[0].tags[0]
    assert "serverops_getCase" in ids(f"tag:{tag}")
    assert ids(api="serverops") == ["serverops_getCase", "serverops_updateCase"]
    assert ids(api="serverops", exclude=("method:GET",)) == ["serverops_updateCase"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"api": "none"}, "it has"),
        ({"api": "serverops", "exclude": ("path:/*",)}, "no operation is left"),
    ],
)
def test_nothing_to_test(arguments: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        ids(**arguments)  # type: ignore[arg-type]
    assert said in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize("text", ["GET", "verb:GET", "tag:", "tag:nobody-has-this"])
def test_wrong_selectors(text: str) -> None:
    with pytest.raises(UsageError):
        ids(text)


@pytest.mark.parametrize("number", [1, 2, 3, 7])
def test_shards_share_everything_and_keep_a_resource_together(number: int) -> None:
    operations = selected(document("petstore-3.1"))
    parts = [shard(operations, f"{part}/{number}") for part in range(1, number + 1)]
    assert sorted(one.id for part in parts for one in part) == sorted(one.id for one in operations)
    homes = [
        {index for index, part in enumerate(parts) for one in part if one.resource and one.resource.collection == name}
        for name in {one.resource.collection for one in operations if one.resource}
    ]
    assert all(len(home) == 1 for home in homes)
    assert shard(operations, "") == operations


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "a/b", "1/0", "-1/2"])
def test_wrong_shards(text: str) -> None:
    with pytest.raises(UsageError):
        shard(selected(document("openapi")), text)
