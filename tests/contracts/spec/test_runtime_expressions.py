"""Runtime expressions: the grammar of OpenAPI 3.1, and any other string."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.spec.runtime_expressions import (
    MAX_LENGTH,
    InvalidTemplateError,
    RuntimeExpression,
    expressions_in,
    read_expression,
    read_template,
)

TOKENS = st.text("abcXYZ0189!#$%&'*+.^_`|~-", min_size=1, max_size=20)
NAMES = st.text(min_size=1, max_size=20)
POINTERS = st.lists(st.text(max_size=10), max_size=4).map(
    lambda parts: "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in parts)
)
EXPRESSIONS = st.one_of(
    st.sampled_from(["url", "method", "statusCode"]).map(RuntimeExpression),
    st.builds(RuntimeExpression, st.sampled_from(["request", "response"]), st.just("header"), TOKENS),
    st.builds(RuntimeExpression, st.sampled_from(["request", "response"]), st.sampled_from(["query", "path"]), NAMES),
    st.builds(RuntimeExpression, st.sampled_from(["request", "response"]), st.just("body"), POINTERS),
)


@given(EXPRESSIONS)
def test_an_expression_is_read_as_it_is_written(expression: RuntimeExpression) -> None:
    assert read_expression(str(expression)) == expression


@given(st.text() | st.from_regex(r"\$?(request|response|url)\.?(body|query|header)?[#.]?[ -~]{0,9}"))
def test_any_other_string_is_refused_or_read_without_loss(text: str) -> None:
    found = read_expression(text)
    assert found is None or str(found) in {text, text.removesuffix("#")}


@given(st.lists(st.text(st.characters(exclude_characters="{}$"), min_size=1, max_size=8) | EXPRESSIONS, max_size=6))
def test_a_template_has_literals_and_expressions_in_order(parts: list[str | RuntimeExpression]) -> None:
    joined: list[str | RuntimeExpression] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    text = "".join(f"{{{part}}}" if isinstance(part, RuntimeExpression) else part for part in joined)
    inner = [str(one) for one in joined if isinstance(one, RuntimeExpression)]
    if any("{" in one or "}" in one for one in inner) or list(expressions_in(text)) == [text]:
        return  # names with braces cannot be embedded; a literal may be an expression itself
    assert list(read_template(text)) == joined


@given(st.text(max_size=3000) | st.text("{}$.#/~request.body", max_size=60))
def test_a_template_of_any_string_is_read_or_refused(text: str) -> None:
    try:
        parts = read_template(text)
    except InvalidTemplateError as error:
        assert str(error)  # noqa: PT017 (the error is one of two valid results)
    else:
        assert len(text) <= MAX_LENGTH
        assert all(isinstance(part, RuntimeExpression) or part for part in parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$request.body#/url", (RuntimeExpression("request", "body", "/url"),)),
        ("request.body#/url", (RuntimeExpression("request", "body", "/url"),)),
        ("{$request.query.a}/b", (RuntimeExpression("request", "query", "a"), "/b")),
        (
            "http://x/{$request.path.id}?s={$statusCode}&m={$method}",
            ("http://x/", RuntimeExpression("request", "path", "id"), "?s=", RuntimeExpression("statusCode"), "&m=",
             RuntimeExpression("method")),
        ),
        ("http://x/hooks", ("http://x/hooks",)),
        ("", ()),
    ],
)  # fmt: skip
def test_examples(text: str, expected: tuple[object, ...]) -> None:
    assert read_template(text) == expected


@pytest.mark.parametrize("text", ["$request.cookie.a", "{$inputs.id}", "https://{host}/", "{}", "x" * (MAX_LENGTH + 1)])
def test_invalid_templates(text: str) -> None:
    with pytest.raises(InvalidTemplateError):
        read_template(text)
