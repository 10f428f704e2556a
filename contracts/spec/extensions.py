"""The only reader of ``x-`` extensions: each into a typed value, an unknown ``x-mock-`` key into a finding."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SampleCredential:
    """A documented test credential of a security scheme (``x-mock-credentials``).

    :param value: the token, key, or ``user:password`` as a client sends it, its scheme word aside.
    :param scopes: what it grants; ``None``: everything.
    :param accepted: whether it is let in; ``False`` for one that shows the refusal.
    :param note: one phrase for the index.
    """

    value: str
    scopes: tuple[str, ...] | None = None
    accepted: bool = True
    note: str = ""


@dataclass(frozen=True)
class ErrorRule:
    """Which documented response answers a failure (one value of ``x-mock-errors``).

    :param status: the documented status, e.g. 404; 0: as inferred.
    :param example: name of the documented example; ``""``: the first.
    """

    status: int = 0
    example: str = ""
