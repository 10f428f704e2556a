"""Serializer fields and a parser that accept only what a document says: the framework's own take "12" and true for
numbers. Forms have only text, so they are read leniently."""

import re
from typing import Any, ClassVar

from django.http import QueryDict
from rest_framework import fields, parsers, relations
from rest_framework.exceptions import ParseError


class JSONParser(parsers.JSONParser):
    """The framework's parser raises RecursionError on deeply nested bodies."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as error:
            raise ParseError("JSON parse error - nested too deeply") from error


class StrictMixin:
    """A field that accepts values of one JSON type."""

    json_type: type | tuple[type, ...] = str
    pattern = ""

    def to_internal_value(self, data: Any) -> Any:
        if not self._from_form():
            wrong_bool = isinstance(data, bool) and self.json_type is not bool
            if wrong_bool or not isinstance(data, self.json_type):
                raise fields.ValidationError("The type of the value is wrong.")
        if self.pattern and isinstance(data, str) and not re.fullmatch(self.pattern, data):
            raise fields.ValidationError("The format of the value is wrong.")
        return super().to_internal_value(data)  # type: ignore[misc]

    def _from_form(self) -> bool:
        return isinstance(getattr(self.root, "initial_data", None), QueryDict)  # type: ignore[attr-defined]


class Char(StrictMixin, fields.CharField):
    def __init__(self, **options: Any):
        super().__init__(trim_whitespace=False, **options)


class Integer(StrictMixin, fields.IntegerField):
    json_type = (int, float)


class Boolean(StrictMixin, fields.BooleanField):
    json_type = bool
    TRUE_VALUES: ClassVar = {True, "true"}
    FALSE_VALUES: ClassVar = {False, "false"}


class Date(StrictMixin, fields.DateField):
    pattern = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


class Decimal(StrictMixin, fields.DecimalField):
    pattern = r"(0|[1-9][0-9]{0,5})\.[0-9]{2}"


class Choice(StrictMixin, fields.ChoiceField):
    default_error_messages: ClassVar = {"invalid_choice": "This is not a valid choice."}


class Email(StrictMixin, fields.CharField):
    pattern = r"[A-Za-z0-9._+-]{1,60}@[A-Za-z0-9-]{1,60}\.[A-Za-z]{2,20}"


class PrimaryKey(StrictMixin, relations.PrimaryKeyRelatedField):
    json_type = int
