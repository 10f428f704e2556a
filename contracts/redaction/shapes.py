"""Secrets that have a recognisable form, whatever their name is: tokens of known services, private keys, passwords in
URLs, and credentials after the name of their scheme.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

MASK = "…"
"""Replaces a secret."""

SHORTEST_SHAPE = 12
"""Minimum length of a string with a secret of a known shape."""

_TOKENS = (
    r"eyJ[\w-]{5,}\.[\w-]{2,}(?:\.[\w-]*){1,3}",  # JSON Web Token (RFC 7519); its header begins with {"
    r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}",  # Amazon Web Services
    r"AIza[\w-]{30,}",  # Google
    r"ya29\.[\w-]{16,}",
    r"GOCSPX-[\w-]{16,}",
    r"gh[pousr]_[A-Za-z0-9]{16,}",  # GitHub
    r"github_pat_\w{16,}",
    r"gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt|oas|wt|ffct)-[\w-]{16,}",  # GitLab
    r"xox[a-z]-[\w-]{10,}",  # Slack
    r"xapp-[\w-]{10,}",
    r"(?<=hooks\.slack\.com/services/)[\w/]{10,}",
    r"[rs]k_(?:live|test|prod)_\w{10,}",  # Stripe
    r"whsec_[\w+/=]{10,}",
    r"sk-[\w-]{20,}",  # OpenAI, Anthropic
    r"npm_[A-Za-z0-9]{16,}",
    r"pypi-Ag[\w-]{16,}",
    r"SG\.[\w-]{10,}\.[\w-]{10,}",  # SendGrid
    r"SK[0-9a-f]{32}",  # Twilio
    r"key-[0-9a-f]{32}",  # Mailgun
    r"do[opr]_v1_[0-9a-f]{16,}",  # DigitalOcean
    r"hf_[A-Za-z0-9]{16,}",  # Hugging Face
    r"shp[a-z]{2}_[0-9a-fA-F]{16,}",  # Shopify
    r"sq0[a-z]{3}-[\w-]{16,}",  # Square
    r"dapi[0-9a-f]{32}",  # Databricks
    r"hv[sbr]\.[\w-]{16,}",  # Vault
    r"lin_api_\w{16,}",  # Linear
    r"ATATT3[\w=-]{16,}",  # Atlassian
    r"AGE-SECRET-KEY-1[A-Z0-9]{16,}",
    r"[0-9]{8,10}:AA[\w-]{30,}",  # Telegram
    r"NRAK-[A-Z0-9]{16,}",  # New Relic
    r"PMAK-[\w-]{16,}",  # Postman
)

_BLANK = r"(?:[ +]|%20|\\u0020)"
_PRIVATE_KEY = (
    rf"-----BEGIN{_BLANK}(?:[A-Z0-9]+{_BLANK})*PRIVATE{_BLANK}KEY"
    rf"(?s:.*?)(?:-----END{_BLANK}(?:[A-Z0-9]+{_BLANK})*PRIVATE{_BLANK}KEY(?:{_BLANK}BLOCK)?-----|\Z)"
)
"""A private key in PEM (RFC 7468), to its end or the end of the text; also in a form or with escaped line ends."""


@cache
def _shapes() -> re.Pattern[str]:
    """Return what matches all secrets of a known shape; compiling it takes longer than importing most modules."""
    return re.compile(
        rf"(?P<key>{_PRIVATE_KEY})"
        # The user name of a URL stays (RFC 3986, section 3.2.1); JSON may escape the slashes.
        r"|(?P<url>:(?:\\?/){2}[^\s/?#@:\"'<>\\]*:)[^\s/?#@\"'<>\\]+(?=@)"
        r"|(?P<user>:(?:\\?/){2})[^\s/?#@:\"'<>\\]{16,}(?=@)"
        # A credential has a digit or is long; "Bearer token" and "basic authentication" are prose.
        r"|(?P<scheme>(?<![\w-])(?i:bearer|basic)(?:[ ]|%20|\+)+)"
        r"(?=[\w.~+/%-]*[0-9_]|[\w.~+/%-]{16})[\w.~+/%-]{6,}=*"
        rf"|(?<![A-Za-z0-9])(?:{'|'.join(_TOKENS)})"
    )


_TRIGGER = "|".join(
    (
        *("b(?:earer|asic)[ %+]", "B(?:earer|asic|EARER|ASIC)[ %+]", "-----BEGIN", r":\\?/\\?/[^\s/?#@]*@"),
        *(
            "yJ",
            "KIA",
            "SIA",
            "BIA",
            "CCA",
            "Iza",
            r"ya29\.",
            "CSPX-",
            r"_[A-Za-z0-9]{10}",
            "_(?:live|test|prod|v1)_",
        ),
        *(
            "_pat_",
            "_api_",
            "gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt|oas|wt|ffct)-",
            "xox[a-z]-",
            "xapp-",
            r"k\.com/services/",
            r"k-[\w-]{20}",
            "ypi-Ag",
            r"SG\.",
        ),
        *("SK[0-9a-f]", "y-[0-9a-f]{32}", "q0[a-z]{3}-", "pi[0-9a-f]{32}", r"v[sbr]\.[\w-]{16}", "TATT3", "AGE-"),
        *(":AA", "NRAK-", "PMAK-"),
    )
)
"""Finds text that may have a shape. Every alternative begins with a rare character, which makes the search fast."""


@cache
def _trigger() -> Callable[[str], bool]:
    """Return what searches for the trigger: a schema, as its engine is ten times faster than ``re``."""
    from jsonschema_rs import Draft202012Validator  # noqa: PLC0415 (not needed for most messages of the command line)

    return Draft202012Validator({"pattern": _TRIGGER}).is_valid


_CREDENTIAL = re.compile(
    r"(?is)(bearer|apikey|dpop|negotiate|ntlm|hawk|AWS4-HMAC-SHA256)( +)(?![\w-]+=\"|realm=)\S.*"
    r"|(basic|digest|token|mac)( +)(?:(?=\S*[0-9=])\S{6,}|\S{16,}|username=.*)"
)
"""The value of a header that is a credential with its scheme (RFC 9110, section 11.4), not a challenge."""


def may_have_shapes(text: str) -> bool:
    """Return ``False`` if no part of a text has a known shape; takes little time."""
    try:
        return _trigger()(text)
    except UnicodeEncodeError:  # a lone surrogate
        return True


def without_shapes(text: str) -> str:
    """Return text in which secrets of a known shape are masked."""
    if len(text) < SHORTEST_SHAPE or not may_have_shapes(text):
        return text
    return _shapes().sub(_masked, text)


def without_credential(value: str) -> str:
    """Return the value of any header; of a credential such as ``Bearer abc``, only its scheme."""
    found = _CREDENTIAL.fullmatch(value) if " " in value else None
    return value if found is None else f"{found[1] or found[3]}{found[2] or found[4]}{MASK}"


def _masked(found: re.Match[str]) -> str:
    return f"{found['url'] or found['user'] or found['scheme'] or ''}{MASK}"
