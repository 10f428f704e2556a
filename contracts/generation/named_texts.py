"""Texts that are made of the name of a property or of its object, where no provider is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from contracts.generation.name_words import TECHNICAL, Words, kinds_of, singular
from contracts.generation.string_constraints import StringRule

FEW = 6
"""The minimum number of different texts."""
LONGEST = 4
"""The maximum number of words of a name that are used."""
NUMBERS = range(1, 41)
EMPTY_ENDINGS = frozenset({"name", "value", "text", "string", "str", "val", "label", "id", "s"})
"""Last words that say nothing about a value."""
ARN_WORDS = frozenset({"arn", "arns", "aws", "amazon", "source", "target", "destination", "resource", "id", "created"})
SERVICES = {
    "role": "iam",
    "user": "iam",
    "policy": "iam",
    "kms": "kms",
    "key": "kms",
    "bucket": "s3",
    "function": "lambda",
    "lambda": "lambda",
    "topic": "sns",
    "queue": "sqs",
    "stream": "kinesis",
    "table": "dynamodb",
    "secret": "secretsmanager",
    "certificate": "acm",
    "cluster": "ecs",
    "log": "logs",
    "instance": "ec2",
    "vault": "backup",
}
"""Services of resources by their names."""
SENTENCES = (
    "{Noun} for internal use.",
    "Default {noun}.",
    "{Noun} of the head office.",
    "{Noun} for the pilot group.",
    "{Noun} used in the test environment.",
    "Second {noun}, added after the review.",
    "{Noun} that is checked once a quarter.",
    "Main {noun} of the team.",
)


@lru_cache(maxsize=4096)
def texts_of_name(name: Words, rule: StringRule) -> Sequence[str]:
    """Return numbered texts such as ``service-principal-7``, in the first spelling that the constraints allow.

    :returns: an empty list if they allow no spelling.
    """
    for form in _forms(name):
        found = [text for number in NUMBERS if rule.fits(text := f"{form}{number}")] if len(form) <= rule.high else []
        if len(found) >= FEW:
            return found
    return []


def resource_names(name: Words, rule: StringRule) -> list[str]:
    """Return Amazon Resource Names of the resource that a property refers to, in the account of the AWS documentation.

    :param name: the words of the property: ``("role", "arn")``.
    """
    useful = [word for word in name if word not in ARN_WORDS][-2:] or ["resource"]
    service = next((SERVICES[word] for word in reversed(useful) if word in SERVICES), "iam")
    noun = "-".join(useful)
    texts = (f"arn:aws:{service}:us-east-1:123456789012:{noun}/{noun}-{number}" for number in NUMBERS)
    return [text for text in texts if rule.fits(text)]


def _forms(name: Words) -> Iterator[str]:
    """Return the spellings of a name, each without the number that follows: the longest and most legible first."""
    useful = tuple(word for word in name if word.isalpha()) or name
    while len(useful) > 1 and useful[-1] in EMPTY_ENDINGS:
        useful = useful[:-1]
    useful = (*useful[:-1], singular(useful[-1])) if useful else ("value",)
    for count in dict.fromkeys((min(LONGEST, len(useful)), min(2, len(useful)), 1)):
        words = useful[-count:]
        yield "-".join(words) + "-"
        yield "_".join(words) + "_"
        yield words[0] + "".join(word.capitalize() for word in words[1:])
        yield "".join(word.capitalize() for word in words)
        yield "_".join(words).upper() + "_"
        yield "".join(words).upper()
    yield useful[-1][:1]
    yield useful[-1][:1].upper()


def sentences_about(owners: Words) -> Sequence[str]:
    """Return descriptions of an object by its name: ``Default storage account.``

    :returns: an empty list if the name says nothing, or for objects with descriptions of their own.
    """
    if kinds_of(owners):
        return ()
    named = [word for word in owners if word.isalpha() and word not in TECHNICAL]
    if not named:
        return ()
    noun = " ".join([*named[-3:-1], singular(named[-1])])
    return [sentence.format(noun=noun, Noun=noun.capitalize()) for sentence in SENTENCES]
