"""The latest of several days as a database tells it, where some may be missing."""

from datetime import date

from django.db import models
from django.db.models.functions import Coalesce, Greatest, NullIf

# Before any document, for databases whose greatest of a date and nothing is nothing.
NEVER = date(1, 1, 1)


def newest(rows, column, *, first=False):
    """The latest day in a column of rows, or the first one, or None."""
    return models.Subquery(
        rows.exclude(**{column: None}).order_by(column if first else f"-{column}").values(column)[:1],
        output_field=models.DateField(),
    )


def latest(*days):
    """The latest of some days, each of which may be None."""
    never = models.Value(NEVER, models.DateField())
    return NullIf(Greatest(*(Coalesce(day, never) for day in days)), never)
