"""Rows of tables as lines of JSON, and back with the ids they had; accounts go by their names, not by their ids."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers import get_serializer
from django.core.serializers.base import DeserializationError
from django.core.serializers.python import Deserializer
from django.db.models import Field, Model, QuerySet

CHUNK = 200
Row = dict[str, object]


class BadRow(ValueError):
    """A line is no row of its table; the message says why in one sentence."""


def rows_of(rows: QuerySet, without: Collection[str] = ()) -> Iterator[tuple[Model, Row]]:
    """Each row with its columns by name, in the order of the ids."""
    accounts = [field.name for field in account_columns(rows.model)]
    many = [field.name for field in rows.model._meta.many_to_many if field.remote_field.through._meta.auto_created]
    wanted = [field.name for field in rows.model._meta.get_fields() if isinstance(field, Field)]
    wanted = [name for name in wanted if name not in without]
    found = rows.order_by("pk").select_related(*accounts).prefetch_related(*many)
    stream = found.iterator(chunk_size=CHUNK)
    while chunk := list(islice(stream, CHUNK)):
        told = get_serializer("python")().serialize(chunk, fields=wanted, use_natural_foreign_keys=True)
        yield from ((row, {"id": one["pk"], **one["fields"]}) for row, one in zip(chunk, told, strict=True))


def line_of(row: Row) -> bytes:
    return (json.dumps(row, ensure_ascii=False, default=_written) + "\n").encode("utf-8", "surrogatepass")


def store_row(model: type[Model], row: Row, people: Mapping[str, int], given: Mapping[str, object]) -> None:
    """Writes a row under its id, all columns as they were; `given` are columns that do not stand in the row.

    Raises BadRow if it does not fit the table, or names an account that is not among `people`.
    """
    columns = {name: value for name, value in row.items() if name != "id"}
    try:
        for field in account_columns(model):
            columns[field.name] = _account(columns.get(field.name), people)
        for field in model._meta.many_to_many:
            if field.name in columns:
                columns[field.name] = [_account(named, people) for named in columns[field.name]]
        [told] = Deserializer([{"model": model._meta.label_lower, "pk": row["id"], "fields": columns}])
    except (DeserializationError, FieldDoesNotExist, ValidationError, KeyError, TypeError, ValueError) as error:
        raise BadRow(f"A row of {model._meta.verbose_name_plural} cannot be read: {_first_line(error)}") from error
    for name, value in given.items():
        setattr(told.object, name, value)
    told.save(force_insert=True)


def account_columns(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.concrete_fields if field.related_model is get_user_model()]


def people_in(tables: Iterable[QuerySet]) -> set[int]:
    """The ids of all accounts that rows of these tables name."""
    named: set[int] = set()
    for rows in tables:
        for field in account_columns(rows.model):
            named |= set(rows.order_by().exclude(**{field.name: None}).values_list(field.name, flat=True).distinct())
        for field in rows.model._meta.many_to_many:
            if field.related_model is get_user_model():
                named |= set(rows.order_by().exclude(**{field.name: None}).values_list(field.name, flat=True))
    return named


def _account(named: object, people: Mapping[str, int]) -> int | None:
    return people[named[0]] if isinstance(named, list) else named


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _first_line(error: Exception) -> str:
    return str(error).split("\n")[0][:200] or type(error).__name__
