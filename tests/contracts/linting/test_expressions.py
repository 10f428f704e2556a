import pytest

from contracts.linting.expressions import Expression, expressions_in, is_meant, read_expression


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$url", Expression("url")),
        ("$statusCode", Expression("statusCode")),
        ("$request.path.id", Expression("request", "path", "id")),
        ("$request.query.a.b c", Expression("request", "query", "a.b c")),
        ("$response.header.Location", Expression("response", "header", "Location")),
        ("$response.body", Expression("response", "body")),
        ("$response.body#/a/0", Expression("response", "body", "/a/0")),
    ],
)
def test_an_expression_is_read(text, expected):
    assert read_expression(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "$URL",
        "$request",
        "$request.body.id",
        "$request.body#id",
        "$request.body#/~2",
        "$response.header.a,",
        "$url.a",
        "$request.path.",
        "$request.cookie.a",
        "$inputs.id",
        "url",
    ],
)
def test_what_keeps_not_to_the_grammar_is_told(text):
    assert read_expression(text) is None


def test_a_text_may_hold_several_expressions():
    text = "https://{host}/{$request.path.id}?at={request.query.at}&by={$method}"
    assert list(expressions_in(text)) == ["$request.path.id", "request.query.at", "$method"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("$respons.body#/id", True),
        ("$reqest.path.id", True),
        ("$statuscode", True),
        ("$respond.body#/id", True),
        ("$answer.header.Location", True),
        ("$body_text", False),
        ("$100", False),
        ("$resolution", False),
    ],
)
def test_what_is_meant_for_an_expression_is_told(text, meant):
    assert is_meant(text) is meant
