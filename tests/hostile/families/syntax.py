"""Documents whose text is hostile: YAML aliases, regular expressions, encodings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.hostile.documents import Case, Content, document

HEAD = "openapi: 3.1.0\ninfo: {title: Items, version: '1'}\npaths: {}\n"


def aliases() -> Iterator[Case]:
    """Aliases that expand to more than the text has."""
    for levels, width in ((9, 9), (30, 2), (4, 500)):
        yield f"lists {levels} of {width}", partial(_lists, levels, width)
        yield f"mappings {levels} of {width}", partial(_mappings, levels, width)
    yield "merges", partial(_merges, 25)
    yield "merges of lists", _merged_lists
    yield "4000 times 1 MB", partial(_strings, 4_000, 1_000_000)
    yield "4000 times 1 MB in lists", partial(_strings_in_lists, 4_000, 1_000_000)
    yield "long keys", _long_keys
    yield "of itself", lambda: HEAD + "x-a: &a [*a]\n"
    yield "unknown", lambda: HEAD + "x-a: *nothing\n"
    yield (
        "in keys",
        lambda: HEAD + "x-a: &a " + "k" * 10_000 + "\nx-b:\n" + "".join(f"  - {{*a : {n}}}\n" for n in range(10_000)),
    )
    yield "100000 anchors", lambda: HEAD + "x-a:\n" + "".join(f"  - &a{n} {n}\n" for n in range(100_000))


def _lists(levels: int, width: int) -> str:
    lines = ["x-l0: &l0 [" + ", ".join(["a"] * width) + "]"]
    lines += [f"x-l{n}: &l{n} [" + ", ".join([f"*l{n - 1}"] * width) + "]" for n in range(1, levels)]
    return HEAD + "\n".join(lines) + "\n"


def _mappings(levels: int, width: int) -> str:
    lines = ["x-l0: &l0 {" + ", ".join(f"k{key}: a" for key in range(width)) + "}"]
    lines += [
        f"x-l{n}: &l{n} {{" + ", ".join(f"k{key}: *l{n - 1}" for key in range(width)) + "}" for n in range(1, levels)
    ]
    return HEAD + "\n".join(lines) + "\n"


def _merges(levels: int) -> str:
    lines = ["x-l0: &l0 {k0: a}"]
    lines += [f"x-l{n}: &l{n} {{<<: [*l{n - 1}, *l{n - 1}], k{n}: *l{n - 1}}}" for n in range(1, levels)]
    return HEAD + "\n".join(lines) + "\n"


def _merged_lists() -> str:
    keys = ", ".join(f"k{key}: v" for key in range(2_000))
    return HEAD + f"x-a: &a {{{keys}}}\nx-b:\n" + "".join(f"  - {{<<: *a, own: {n}}}\n" for n in range(5_000))


def _strings(times: int, size: int) -> str:
    return HEAD + "x-a: &a " + "x" * size + "\nx-b:\n" + "  - *a\n" * times


def _strings_in_lists(times: int, size: int) -> str:
    return HEAD + "x-a: &a [" + "x" * size + "]\nx-b:\n" + "  - *a\n" * times


def _long_keys() -> str:
    return HEAD + "x-a: &a {? " + "k" * 1_000_000 + " : 1}\nx-b:\n" + "  - *a\n" * 4_000


BACKTRACKING = {
    "nested plus": "^(a+)+$",
    "nested star": "^(a*)*b$",
    "alternatives": "^(a|aa)+$",
    "overlapping": r"^(\w+\s?)*$",
    "optional chain": "^" + "a?" * 40 + "a" * 40 + "$",
    "large counter": "^(a{1,1000}){1,1000}$",
    "larger counter": "^((a{1,99999}){1,99999}){1,99999}$",
    "back reference": r"^(a*)\1\1b$",
    "lookahead": "^(?=(a+)+$)(?=.*b).*$",
    "lookbehind": "(?<=(a|aa)+)b",
    "lookaheads": "^" + "(?=.*a)" * 2_000 + "$",
    "unicode": r"^[\p{L}\p{N}\p{S}]{1,5000}$",
    "classes": "^" + "[" + "".join(map(chr, range(0x4E00, 0x8E00))) + "]{50}$",
    "long": "^" + "(abc|" * 1_000 + "x" + ")" * 1_000 + "$",
    "very long": "^" + "a|" * 100_000 + "b$",
    "nested groups": "(" * 5_000 + "a" + ")" * 5_000,
    "not closed": "(" * 100 + "[" * 100,
    "empty loops": "^(()*)*(|a)*$",
    "wide": "^" + ".{0,500}" * 30 + "$",
    "impossible": "^(?!.*)a{3,}$",
    "null byte": "^\0+$",
}


def patterns() -> Iterator[Case]:
    """Regular expressions that take long to compile, to match, or to generate strings for."""
    for name, pattern in BACKTRACKING.items():
        yield name, partial(_pattern, pattern)
    yield "in credentials", partial(_credentials, "^(a+)+$")
    yield "large in credentials", partial(_credentials, "^(a{1,1000}){1,1000}$")
    yield "long in credentials", partial(_credentials, "^(a|" * 200 + "b" + ")*" * 200 + "$")
    yield (
        "in property names",
        partial(
            document,
            {"propertyNames": {"pattern": "^(a+)+$"}, "minProperties": 3, "patternProperties": {"^(b+)+$": {}}},
        ),
    )
    yield (
        "300 of them",
        partial(
            document,
            {
                "properties": {
                    f"p{n}": {"type": "string", "pattern": f"^(a{{1,{n + 50}}}){{1,99}}$"} for n in range(300)
                }
            },
        ),
    )
    yield (
        "with length",
        partial(document, {"type": "string", "pattern": "^(ab)*$", "minLength": 9_999, "maxLength": 9_999}),
    )
    yield "of default", partial(document, {"type": "string", "pattern": "^(a+)+$", "default": "a" * 5_000 + "!"})


def _pattern(pattern: str) -> Content:
    string = {"type": "string", "pattern": pattern, "example": "a" * 60 + "!"}
    found = document({"type": "object", "required": ["a"], "properties": {"a": string}})
    found["paths"]["/items"]["get"]["parameters"] = [{"name": "q", "in": "query", "schema": string}]
    return found


def _credentials(pattern: str) -> Content:
    found = document(
        {"type": "object"},
        securitySchemes={
            "key": {"type": "apiKey", "in": "header", "name": "X-Key", "x-mock-credentials": {"pattern": pattern}}
        },
    )
    found["security"] = [{"key": []}]
    found["x-mock-credentials"] = [{"pattern": pattern}]
    return found


def bytes_() -> Iterator[Case]:
    """Texts that are neither YAML nor JSON, or almost."""
    yield "empty", lambda: b""
    yield "blanks", lambda: b" \n" * 500_000
    yield "null bytes", lambda: b"\0" * 1_000_000
    yield "random", lambda: bytes((n * 7919 + n // 256 * 104729) % 256 for n in range(200_000))
    yield "utf-16", lambda: HEAD.encode("utf-16")
    yield "latin-1", lambda: HEAD.encode() + b"x-a: \xe9\xe8\n"
    yield "lone surrogates", lambda: '{"openapi": "3.1.0", "info": {"title": "\\ud800", "version": "1"}, "paths": {}}'
    yield "overlong utf-8", lambda: HEAD.encode() + b"x-a: \xc0\xaf\xf5\x80\x80\x80\n"
    yield "control characters", lambda: HEAD + "x-a: \x01\x02\x1b[31m\n"
    yield "unclosed quote", lambda: HEAD + 'x-a: "' + "a\n  " * 200_000
    yield "unclosed json", lambda: '{"openapi": "3.1.0", "paths": ' + '{"a": ' * 50
    yield "tabs", lambda: HEAD + "\tx-a: 1\n"
    yield "tags", lambda: HEAD + "x-a: !!python/object/apply:os.system ['true']\n"
    yield "many documents", lambda: "---\na: 1\n" * 50_000
    yield "long line of colons", lambda: HEAD + "x-a: " + "a:" * 500_000 + "\n"
    yield "long line of brackets", lambda: HEAD + "x-a: " + "[" * 500_000 + "\n"
    yield "long line of question marks", lambda: HEAD + "? " * 100_000 + "\n"
    yield "many comments", lambda: HEAD + "# comment\n" * 500_000
    yield (
        "escapes",
        lambda: '{"openapi": "3.1.0", "info": {"title": "' + "\\u0041" * 500_000 + '", "version": "1"}, "paths": {}}',
    )
    yield "not a mapping", lambda: "[1, 2, 3]"
    yield "wrong types", lambda: '{"openapi": "3.1.0", "info": [], "paths": [1], "components": "x", "tags": {}}'
