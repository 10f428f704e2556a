"""Names whose values are secret: of headers, parameters, properties and fields of forms."""

from __future__ import annotations

import re
from functools import lru_cache

_ANYWHERE = (
    *("password", "passwd", "passphrase", "passcode", "secret", "apikey", "privatekey", "sessionid", "credential"),
    *("accesskey", "authkey", "accountkey", "sharedkey", "masterkey", "signingkey", "encryptionkey", "subscriptionkey"),
    *(
        "clientassertion",
        "jwtassertion",
        "samlresponse",
        "samlassertion",
        "codeverifier",
        "devicecode",
        "authorizationcode",
    ),
)
"""Parts of names without separators that suggest a secret."""

_WHOLE = frozenset(
    {"authcode", "cardnumber", "iban", "session", "functionskey", "pin", "connectsid", "jsessionid", "phpsessid"}
)
"""Whole names without separators."""

_LAST = frozenset(
    {"pwd", "otp", "totp", "cvv", "cvc", "ssn", "pass", "auth", "jwt", "sig", "signature", "hmac", "bearer"}
    | {"authorization", "cookie", "cookies", "token", "tokens", "sessid", "passwort", "userpass", "dbpass"}
)
"""Last words of names: ``X-Forwarded-Authorization``, ``x-amz-signature``, ``basicAuth``."""

_OTHER_PASSES = frozenset({"boarding", "season", "day", "ski", "travel", "first", "second", "multi", "single", "by"})
"""Words before ``pass`` that make it another thing than a password."""

_HARMLESS_TOKENS = ("pagetoken", "nexttoken", "continuationtoken", "synctoken", "skiptoken", "resumetoken")
"""Ends of the names of cursors: they identify a page, and clients get them from the API."""

_ABOUT = frozenset(
    {"type", "types", "policy", "length", "count", "expiry", "expires", "algorithm", "required", "enabled", "at", "in"}
    | {"strength", "status", "limit", "ttl", "lifetime"}
)
"""Last words of names of facts about a secret: ``token_type``, ``client_assertion_type``, ``secret_expires_in``."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_IN_HEADERS = ("token", "secret", "password", "session", "api-key")
"""Parts of the names of headers that carry credentials."""

_NOT_SECRET_HEADERS = frozenset({"access-control-allow-credentials", "sec-websocket-key", "idempotency-key"})


@lru_cache(maxsize=4096)  # clients choose names
def is_secret(name: str) -> bool:
    """Whether a name suggests that its value is secret: ``password``, ``access_token``, ``X-Api-Key``."""
    plain = re.sub("[^a-z0-9]|secretar(?:y|iat)", "", name.lower())
    if plain in _WHOLE:
        return True
    words = [word.lower() for word in _WORD.findall(name[-200:])]
    while words and words[-1].isdecimal():  # X-Hub-Signature-256
        words.pop()
    if not words or words[-1] in _ABOUT:
        return False
    if plain.rstrip("0123456789").endswith(_HARMLESS_TOKENS):
        return False
    if words[-1] in _LAST:
        return words[-1] != "pass" or len(words) == 1 or words[-2] not in _OTHER_PASSES
    return any(word in plain for word in _ANYWHERE) or plain.endswith(("token", "tokens"))


@lru_cache(maxsize=1024)
def is_secret_header(name: str) -> bool:
    """Whether a header, whose name is in lower case, has a secret."""
    if name in _NOT_SECRET_HEADERS:
        return False
    return is_secret(name) or any(word in name for word in _IN_HEADERS)


_CODE_PARTNERS = frozenset({"state", "session_state", "grant_type", "redirect_uri", "code_verifier"})
"""Parameters that are sent with an authorization code (RFC 6749, sections 4.1.2 and 4.1.3; RFC 7636, section 4.5)."""

_TOKEN_PARTNERS = _CODE_PARTNERS - {"state"}
"""Those that no other object has: a postal address has a state, too."""

SHORTEST_CODE = 8
"""Minimum length of an authorization code; a shorter one could be guessed (RFC 6749, section 10.10)."""

_LONG_CODE = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[\w.~/%+-]{16,}")


def is_authorization_code(name: str, value: str, others: frozenset[str], *, in_json: bool = False) -> bool:
    """Whether a parameter is an authorization code of OAuth, whose name alone does not say that it is secret.

    Other values with the name ``code`` are status codes, country codes and the like: they are short, and have none of
    the other parameters of OAuth beside them.

    :param others: the names of all parameters.
    :param in_json: whether it is a property of an object.
    """
    if name != "code" or not value:
        return False
    if not others.isdisjoint(_TOKEN_PARTNERS):
        return True
    if in_json:
        return False
    has_state = len(value) >= SHORTEST_CODE and not others.isdisjoint(_CODE_PARTNERS)
    return has_state or _LONG_CODE.fullmatch(value) is not None
