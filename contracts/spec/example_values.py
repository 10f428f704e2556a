"""The value of an Example Object: ``value``, or since OpenAPI 3.2 ``dataValue`` and ``serializedValue``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from contracts.spec.model import MediaType

DATA_FIRST = ("value", "dataValue", "serializedValue")
TEXT_FIRST = ("value", "serializedValue", "dataValue")


def written_value(example: Mapping[str, Any], media_type: str) -> tuple[Any] | None:
    """The value of an example in the document; ``None`` if it has none, e.g. only an ``externalValue``.

    Of JSON, and of parameters, the data counts; of other media types, the text, which is the exact body.

    :param media_type: the media type of the value; ``""`` for a parameter.
    """
    is_json = not media_type or MediaType(media_type, None).is_json
    key = next((one for one in (DATA_FIRST if is_json else TEXT_FIRST) if one in example), "")
    if not key:
        return None
    return (_parsed(example[key]) if key == "serializedValue" and media_type and is_json else example[key],)


def _parsed(text: Any) -> Any:
    """The JSON value that a serialized example spells; the text itself if it is not JSON."""
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return text
