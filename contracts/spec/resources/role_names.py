"""Groups of roles."""

from __future__ import annotations

LISTING_ROLES = frozenset({"list", "search", "read_many", "create_many", "update_many"})
"""Roles whose response contains several items."""


READING_ROLES = frozenset({"read", "read_many", "list", "search", "download"})
"""Roles of operations that change nothing."""


COLLECTION_ROLES = frozenset({"list", "search", "save", "create", "create_many", "update_many", "delete_many"})
"""Roles of operations on a collection; those with other roles act on an item."""
