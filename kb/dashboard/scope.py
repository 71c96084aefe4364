"""What a dashboard looks at: all documents or some of them, and a stretch of time."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from kb.catalogue import ENTRIES
from kb.models import Evidence


@dataclass(frozen=True)
class Scope:
    """`documents` is None for all of them. Pastes have days only, so nothing but `first` and `last` narrows these."""

    today: date
    documents: QuerySet | None = None
    first: date | None = None
    last: date | None = None

    def evidence(self):
        if self.documents is None:
            return Evidence.objects.all()
        return Evidence.objects.filter(finding__document__in=self.documents.values("pk"))

    def entries(self, kind):
        """The entries of a kind that are shown and that a document in view speaks for."""
        shown = ENTRIES[kind].objects.shown()
        if self.documents is None:
            return shown
        return shown.filter(Exists(self.evidence().filter(**{kind: OuterRef("pk")})))

    def within(self, rows, column):
        """Rows whose day in `column` is in view."""
        if self.first:
            rows = rows.filter(**{f"{column}__gte": self.first})
        if self.last:
            rows = rows.filter(**{f"{column}__lte": self.last})
        return rows
