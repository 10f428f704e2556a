import pytest

from contracts.lint.runtime_expressions import RuntimeExpression, expressions_in, read_expression, resembles_expression


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$url", RuntimeExpression("url")),
        ("$statusCode", RuntimeExpression("statusCode")),
        ("$request.path.id", RuntimeExpression("request", "path", "id")),
        ("$request.query.a.b c", RuntimeExpression("request", "query", "a.b c")),
        ("$response.header.Location", RuntimeExpression("response", "header", "Location")),
        ("$response.body", RuntimeExpression("response", "body")),
        ("$response.body#/a/0", RuntimeExpression("response", "body", "/a/0")),
    ],
)
def test_a_valid_expression_is_parsed(text, expected):
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
def test_an_invalid_expression_is_rejected(text):
    assert read_expression(text) is None


def test_a_string_may_contain_several_expressions():
    text = "https://{host}/{$request.path.id}?at={request.query.at}&by={$method}"
    assert list(expressions_in(text)) == ["$request.path.id", "request.query.at", "$method"]


@pytest.mark.parametrize(
    ("text", "expected"),
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
def test_strings_meant_to_be_expressions_are_recognized(text, expected):
    assert resembles_expression(text) is expected
