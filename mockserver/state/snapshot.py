"""What the content of a store belongs to: the documents and the seed that it was written for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contracts.errors import StoreError
from contracts.generation.json_encoding import encode_json
from contracts.spec.model import Contract
from mockserver.http.messages import decode_json
from mockserver.settings_values import MISMATCHES
from mockserver.state.stores.store import Store

FORMAT = 1
"""Version of the tables and of their values."""

REFUSE, MIGRATE, DISCARD = MISMATCHES

ATTEMPTS = 10
"""Other processes may claim the store at the same time."""


@dataclass(frozen=True)
class Snapshot:
    """What a store belongs to.

    :param documents: names and digests of the documents, sorted.
    """

    documents: tuple[tuple[str, str], ...]
    seed: int
    format: int = FORMAT

    @classmethod
    def of(cls, contracts: Sequence[Contract], seed: int) -> Snapshot:
        """Return the snapshot of documents: comments and the order of files do not matter."""
        found = ((one.document.name, _digest(one)) for one in contracts)
        return cls(tuple(sorted(found, key=lambda one: one[1])), seed)

    @classmethod
    def decode(cls, stored: bytes) -> Snapshot:
        """Read a stored snapshot."""
        value = decode_json(stored)
        documents = tuple((one["name"], one["digest"]) for one in value["documents"])
        return cls(documents, value["seed"], value["format"])

    def encode(self) -> bytes:
        """Return the snapshot as JSON."""
        documents = [{"name": name, "digest": digest} for name, digest in self.documents]
        return encode_json({"format": self.format, "documents": documents, "seed": self.seed})

    def matches(self, other: Snapshot) -> bool:
        """Whether documents and seed are equal; files may have other names."""
        digests = [digest for _, digest in self.documents] == [digest for _, digest in other.documents]
        return digests and (self.seed, self.format) == (other.seed, other.format)

    def __str__(self) -> str:
        names = ", ".join(f"{name} ({digest[:8]})" for name, digest in self.documents)
        return f"{names} with seed {self.seed}"


def _digest(contract: Contract) -> str:
    return hashlib.blake2b(encode_json(contract.document.tree), digest_size=16).hexdigest()


def claim(store: Store, name: str, own: Snapshot, mismatch: str, migrate: Callable[[], None]) -> None:
    """Make sure that the content of a store belongs to our documents and seed.

    :param name: the store for messages, without a password.
    :param migrate: removes the content that is not valid in our documents.
    :raises StoreError: if the content belongs to others and is to be kept, or has an unknown format.
    """
    for _ in range(ATTEMPTS):
        stored = store.snapshot()
        if stored is not None:
            found = _decoded(stored, name)
            if found.matches(own):
                if store.claim(stored, stored):
                    return
                continue
            if mismatch == REFUSE:
                raise StoreError(
                    f"{name} has items of {found}; this server has {own}",
                    hint="keep those that are valid in this document with --store-mismatch migrate,"
                    " delete all with --store-mismatch discard, or choose another --store",
                )
            if mismatch == MIGRATE:
                migrate()
        if store.claim(stored, own.encode(), discard=stored is not None and mismatch == DISCARD):
            return
    raise StoreError(f"{name} is being claimed by another server", hint="start one server after the other")


def _decoded(stored: bytes, name: str) -> Snapshot:
    try:
        found = Snapshot.decode(stored)
    except (ValueError, KeyError, TypeError):
        message = f"{name} has an unknown format"
        raise StoreError(message, hint="choose another --store; this one was written by another program") from None
    if found.format != FORMAT:
        message = f"{name} has format {found.format}; this version of casemock reads format {FORMAT}"
        raise StoreError(message, hint="use the version of casemock that wrote it, or choose another --store")
    return found
