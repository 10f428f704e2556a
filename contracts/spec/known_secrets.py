"""What the documents say about secrets: where API keys are sent, and the values of test credentials."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contracts.redaction.known import SHORTEST, all_forms
from contracts.redaction.messages import Masker
from contracts.spec.model import Contract


def masker_of(contracts: Iterable[Contract], known: Sequence[str] = ()) -> Masker:
    """Return a masker for the API keys of the contracts' security schemes and their test credentials.

    :param known: other credentials, such as those of the settings.
    """
    schemes = [one for contract in contracts for one in contract.security_schemes.values()]
    keys = [one for one in schemes if one.type == "apiKey"]
    samples = [sample.value for scheme in schemes for sample in scheme.credentials.samples]
    secrets = {*known, *samples}
    return Masker(
        frozenset(one.name.lower() for one in keys if one.location == "header"),
        frozenset(one.name for one in keys if one.location == "query"),
        all_forms(one for one in secrets if len(one) >= SHORTEST),
    )
