"""Compares the levels of ``contracts diff`` with those that oasdiff's own tests expect.

``python -m benchmarks.diff_levels CHECKOUT`` reads the tests and documents of a checkout of
https://github.com/oasdiff/oasdiff, which is not part of this repository. A test counts if it compares two documents of
the test data as they are, with the default configuration; each change that it names is one case. Levels that differ are
listed with the reason in :data:`REASONS`; cases without a reason are listed one by one.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from contracts.diff.diff import changes
from contracts.spec.load import read_document

LEVELS = {"ERR": "breaking", "WARN": "risky", "INFO": "safe"}
NOTHING = "(no change)"

REASONS = {
    r"all-of-(added|removed)": "the schemas of allOf accept the same together, which is what counts",
    r"request-.*any-of-(added|removed)": "the alternative has another name and accepts the same",
    r"response-.*any-of-added": "a new alternative is breaking in responses, in anyOf as in oneOf",
    r"new-required-request-property|request-property-max-length-decreased": "the change is in a condition (not, if), "
    "whose effect is unknown",
    r"dependent-required-changed": "the effect of a changed condition is unknown",
    r"(contains|dependent-\w+|if|then|else|property-names|pattern-property|unevaluated-\w+)-removed": "whether "
    "responses then contain other values is unknown, as for all constraints of responses",
    r"response-.*min-decreased": "wider bounds of responses are risky: most clients do not depend on them",
    r"(max|min|max-length)-set": "values outside of the new bound are rejected, however it was added",
    r"request-parameter-max(-items)?-(in|de)creased": "the bound is one for another type and has no effect",
    r"default-value-changed": "a changed default is risky everywhere: only its meaning changes",
    r"discriminator-(added|removed)": "values that it does not name may be rejected, and clients may select by it",
    r"security-added|scope-added": "requests without the credential are rejected",
    r"security-component": "no operation uses the scheme",
    r"pattern-(added|removed)": "the test swaps one pattern for another, whose effect is unknown",
    r"prefix-items": "the first items have a schema instead of that of all items; the test names only one of both",
    r"request-property-removed|optional-property-removed": "servers may reject, and clients may miss the property",
    r"x-extensible-enum": "an extension is not interpreted",
    r"type-(compatible|generalized)|property-type-changed": "another type is breaking, although some clients send or "
    "read it as text",
    r"content-schema": "the media type of the string changes with its schema",
    r"media-type-schema-removed": "a body without a schema accepts any value: safe in requests, or the reverse",
    r"body-became-required": "clients receive the bodies of webhooks",
    re.escape(NOTHING): "a pattern of a response that was removed or changed is risky",
}
"""By the id of a rule of oasdiff: why the levels differ."""


class Case(NamedTuple):
    """A change that a test expects.

    :param expected: the id of a rule of oasdiff.
    """

    test: str
    files: tuple[Path, Path]
    expected: str
    level: str


def cases(checkout: Path) -> Iterator[Case]:
    """Yield the cases of a checkout of oasdiff."""
    folder = checkout / "checker"
    sources = {path: path.read_text("utf-8") for path in sorted(folder.glob("*.go"))}
    ids = dict(pair for text in sources.values() for pair in re.findall(r'(\w+Id)\s*=\s*"([^"]+)"', text))
    rule = re.compile(r"newBackwardCompatibilityRule\((\w+Id), (\w+),")
    levels = dict(rule.findall(sources[folder / "rules.go"]))
    test = re.compile(r"func (Test\w+)\(t \*testing\.T\) \{\n(.*?)\n\}\n", re.DOTALL)
    for path, text in sources.items():
        for name, body in test.findall(text) if path.name.endswith("_test.go") else ():
            files = _files(body, checkout / "data")
            expected = sorted({one for one in re.findall(r"checker\.(\w+Id)\b", body) if one in levels})
            if len(files) != 2 or files[0] == files[1] or _is_configured(body):
                continue
            for one in expected:
                yield Case(name, (files[0], files[1]), ids[one], LEVELS[levels[one]])
            if not expected and re.search(r"require\.(Empty|Len\(t, errs, 0)", body):
                yield Case(name, (files[0], files[1]), NOTHING, "safe")


def _files(body: str, data: Path) -> list[Path]:
    numbered = re.search(r"\bd\(t, \w+\.NewConfig\(\), (\d+), (\d+)\)", body)
    if numbered:
        return [data / f"openapi-test{number}.yaml" for number in numbered.groups()]
    return [data / name for name in re.findall(r'(?:open|load\w*)\(.*?"\.\./data/([^"]+)"', body)]


def _is_configured(body: str) -> bool:
    """Whether a test changes the documents, or compares them in a special way."""
    words = ("WithSeverity", "WithOpti", "WithFlatten", "Attributes", "StabilityLevel")
    return bool(re.search(r"s[12]\.Spec[^\n]*=[^=]", body)) or any(word in body for word in words)


def found_levels(files: tuple[Path, Path]) -> set[str] | None:
    """Return the levels of the changes from one document to another; ``None`` if one cannot be read."""
    old, new = (read_document(path).document for path in files)
    if old is None or new is None:
        return None
    silent = ("version-unchanged", "openapi-version-changed")
    return {str(change.level) for change in changes(old, new) if change.id not in silent}


def reason_for(expected: str) -> str:
    """Return why the level of a rule differs; ``""`` if no reason is known."""
    return next((reason for pattern, reason in REASONS.items() if re.search(pattern, expected)), "")


def main(checkout: Path) -> int:
    """Print the result; return 1 if levels differ without a reason."""
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    unexplained = []
    for case in cases(checkout):
        levels = found_levels(case.files)
        if levels is None:
            counts["unreadable"] += 1
            continue
        is_same = levels <= {"safe"} if case.expected == NOTHING else case.level in levels
        reason = "" if is_same else reason_for(case.expected)
        counts["same" if is_same else "reason" if reason else "other"] += 1
        reasons.update([reason] if reason else [])
        if not is_same and not reason:
            unexplained.append(
                f"{case.test}: {case.expected} {case.level}, found {', '.join(sorted(levels)) or 'none'}"
            )
    print(f"{counts.total()} cases: " + ", ".join(f"{counts[name]} {name}" for name in sorted(counts)))
    for reason, count in reasons.most_common():
        print(f"| {count} | {reason} |")
    print(*unexplained, sep="\n")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
