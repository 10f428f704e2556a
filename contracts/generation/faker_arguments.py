"""Arguments of faker functions in ``x-faker``, as in Prism: an object, a list of positional arguments, or one value.

``{random.number: {min: 1, max: 9}}``, ``{commerce.price: [1, 20]}``, ``{helpers.arrayElement: [[a, b]]}``
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from contracts.generation.faker_providers import provider_named
from contracts.generation.number_names import RANGES
from contracts.generation.pattern_values import PatternGenerator
from contracts.generation.random_values import LETTERS, Draw, token
from contracts.generation.requested import Request, placeholders
from contracts.generation.seed import RandomStream
from contracts.generation.timestamps import Span, date, timestamp
from contracts.schema.regex.parser import PatternError

LONGEST = 10_000
"""The greatest length of a text that may be requested."""
MOST_DECIMALS = 9
SCALARS = (str, int, float, bool)
_SYMBOLS = {"#": "0123456789", "!": "23456789", "?": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_WORDS_OF_LOREM = (
    "report", "office", "summary", "network", "request", "meeting", "delivery", "contract", "support", "review",
    "system", "update", "message", "archive", "project", "customer",
)  # fmt: skip

Reader = Callable[["Arguments"], Request | None]


class Arguments(NamedTuple):
    """The arguments of one function, by name or position."""

    value: Any

    def get(self, position: int, *names: str) -> Any:
        """Return an argument by its names, else by its position; ``None`` if it is missing."""
        if isinstance(self.value, Mapping):
            return next((self.value[name] for name in names if name in self.value), None)
        if isinstance(self.value, list):
            inner = self.value[0] if len(self.value) == 1 and isinstance(self.value[0], Mapping) else None
            if inner is not None:
                return Arguments(inner).get(position, *names)
            return self.value[position] if position < len(self.value) else None
        return self.value if position == 0 else None

    def number(self, position: int, *names: str) -> int | float | None:
        """Return an argument that is a number."""
        value = self.get(position, *names)
        return value if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**15 else None


TEMPLATES = frozenset({"fake", "helpers.fake", "helpers.mustache"})
"""Functions whose argument is a text with names of providers in ``{{…}}``."""


def takes_arguments(name: str) -> bool:
    """Return whether a function is of use only with arguments, so that its name alone is no provider."""
    return name in READERS or name in TEMPLATES


def read_arguments(name: str, value: Any) -> Request | None:
    """Return what a function with arguments is asked for; ``None`` if the function or the arguments are not known."""
    if name in TEMPLATES:
        template = Arguments(value).get(0, "template")
        known = isinstance(template, str) and len(template) <= LONGEST
        return Request(template=template) if known and all(map(provider_named, placeholders(template))) else None
    read = READERS.get(name)
    return read(Arguments(value)) if read is not None else None


def _numbers(usual: str, decimals: int) -> Reader:
    """Return a reader of ``{min, max, precision}``, of ``[max]`` or of ``max``."""
    low, high, _ = RANGES[usual]

    def read(arguments: Arguments) -> Request | None:
        named = isinstance(arguments.value, Mapping) or (
            isinstance(arguments.value, list) and arguments.value and isinstance(arguments.value[0], Mapping)
        )
        least = arguments.number(0, "min", "min_value") if named else None
        most = arguments.number(0, "max", "max_value")
        if isinstance(arguments.value, list) and len(arguments.value) == 2:
            least, most = arguments.number(0), arguments.number(1)
        if least is None and most is None:
            return None
        first = least if least is not None else min(0, most or 0)
        last = most if most is not None else first + (high - low)
        return _range(first, last, _decimals(arguments, decimals))

    return read


def _decimals(arguments: Arguments, usual: int) -> int:
    step = arguments.number(9, "precision", "multipleOf")
    if step is not None and 0 < step <= 1:
        return min(MOST_DECIMALS, max(0, len(f"{step:.9f}".rstrip("0").partition(".")[2])))
    digits = arguments.number(9, "fractionDigits", "right_digits", "dec")
    return min(MOST_DECIMALS, max(0, int(digits))) if digits is not None else usual


def _range(low: float, high: float, decimals: int) -> Request | None:
    return Request(range=(low, high, decimals)) if low <= high else None


def _price(arguments: Arguments) -> Request | None:
    low, high = arguments.number(0, "min"), arguments.number(1, "max")
    if low is None and high is None:
        return None
    digits = arguments.number(2, "dec")
    decimals = 2 if digits is None else min(MOST_DECIMALS, max(0, int(digits)))
    first = 0 if low is None else low
    return _range(first, first + 1000 if high is None else high, decimals)


def _elements(arguments: Arguments) -> Request | None:
    found = arguments.value
    if isinstance(found, Mapping):
        found = next((found[name] for name in ("array", "elements", "values") if name in found), None)
    if isinstance(found, list) and found and isinstance(found[0], list):
        found = found[0]
    if not isinstance(found, list):
        return None
    values = tuple(one["value"] if isinstance(one, dict) and "value" in one else one for one in found)
    return Request(values=values) if values and all(one is None or isinstance(one, SCALARS) for one in values) else None


def _text(alphabet: str) -> Reader:
    def read(arguments: Arguments) -> Request | None:
        length = arguments.number(0, "length", "count", "max")
        if isinstance(arguments.get(0, "length"), Mapping):
            length = Arguments(arguments.get(0, "length")).number(0, "max", "min")
        return Request(texts=(token(int(length), alphabet),)) if length and 0 < length <= LONGEST else None

    return read


def _lorem(end: str, joint: str) -> Reader:
    def read(arguments: Arguments) -> Request | None:
        count = arguments.number(0, "wordCount", "count", "min")
        if not count or not 0 < count <= LONGEST // 10:
            return None

        def draw(seed: int, _span: Span) -> str:
            stream = RandomStream(seed)
            text = joint.join(stream.pick(_WORDS_OF_LOREM) for _ in range(int(count)))
            return text.capitalize() + end if end else text

        return Request(texts=(draw,))

    return read


def _symbols(arguments: Arguments) -> Request | None:
    """Read a format with ``#`` for a digit, ``!`` for one from 2 to 9, ``?`` for a letter and ``*`` for either."""
    form = arguments.get(0, "format", "string", "text")
    return Request(texts=(_formatted(form),)) if isinstance(form, str) and 0 < len(form) <= LONGEST else None


def _formatted(form: str) -> Draw:
    def draw(seed: int, _span: Span) -> str:
        stream = RandomStream(seed)
        both = _SYMBOLS["#"] + _SYMBOLS["?"]
        return "".join(stream.pick(_SYMBOLS.get(one, both)) if one in "#!?*" else one for one in form)

    return draw


def _pattern(arguments: Arguments) -> Request | None:
    pattern = arguments.get(0, "pattern")
    try:
        PatternGenerator(pattern if isinstance(pattern, str) else "")
    except (PatternError, ValueError, LookupError, RecursionError):
        return None
    return Request(pattern=pattern) if isinstance(pattern, str) else None


def _between(arguments: Arguments) -> Request | None:
    first, last = (_seconds(arguments.get(position, *names)) for position, names in enumerate(_LIMITS))
    if first is None or last is None or first > last:
        return None
    low, count = first, last - first + 1
    return Request(
        texts=(
            lambda seed, _span: timestamp(low + seed % count),
            lambda seed, _span: date(low + seed % count),
        )
    )


_LIMITS = (("from", "start_date"), ("to", "end_date"))


def _seconds(value: Any) -> int | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _email(arguments: Arguments) -> Request | None:
    """Read the domain, and perhaps the name, of an email address."""
    domain = arguments.get(2, "provider")
    first, last = arguments.get(0, "firstName"), arguments.get(1, "lastName")
    names = [re.sub(r"[^A-Za-z0-9]+", "", one).lower() for one in (first, last) if isinstance(one, str)]
    if domain is None and not names:
        return None
    host = domain if isinstance(domain, str) and re.fullmatch(r"[A-Za-z0-9.-]{1,200}", domain) else "example.com"
    known = ".".join(filter(None, names))
    return Request(texts=(lambda seed, _span: f"{known or 'user'}{seed % 9000 + 1000}@{host}",))


_FORMATS: Sequence[str] = (
    "helpers.replaceSymbols", "helpers.replaceSymbolWithNumber", "phone.phoneNumber", "phone.number", "bothify",
    "numerify", "lexify", "address.zipCode", "location.zipCode", "vehicle.vrm", "finance.mask",
)  # fmt: skip
READERS: Mapping[str, Reader] = {
    **dict.fromkeys(("random.number", "datatype.number", "number.int", "random_int", "pyint"), _numbers("any_item", 0)),
    **dict.fromkeys(("random.float", "datatype.float", "number.float", "pyfloat"), _numbers("any_float", 2)),
    **dict.fromkeys(("finance.amount", "commerce.price"), _price),
    **dict.fromkeys(("helpers.arrayElement", "random.arrayElement", "helpers.randomize", "random_element"), _elements),
    **dict.fromkeys(("helpers.weightedArrayElement", "random.objectElement"), _elements),
    **dict.fromkeys(("string.alphanumeric", "random.alphaNumeric", "datatype.string", "string.sample"), _text(LETTERS)),
    **dict.fromkeys(("string.alpha", "random.alpha"), _text(LETTERS[:52])),
    **dict.fromkeys(("string.numeric", "finance.account"), _text("0123456789")),
    **dict.fromkeys(("string.hexadecimal", "datatype.hexadecimal"), _text("0123456789abcdef")),
    **dict.fromkeys(("internet.password", "string.nanoid"), _text(LETTERS)),
    **dict.fromkeys(("lorem.words", "random.words", "word.words"), _lorem("", " ")),
    "lorem.sentence": _lorem(".", " "),
    "lorem.slug": _lorem("", "-"),
    **dict.fromkeys(_FORMATS, _symbols),
    **dict.fromkeys(("helpers.fromRegExp", "helpers.regexpStyleStringParse"), _pattern),
    **dict.fromkeys(("date.between", "date_between", "date_time_between"), _between),
    **dict.fromkeys(("internet.email", "internet.exampleEmail"), _email),
}
"""Functions whose arguments are used."""
