"""What a dashboard looks at: all documents or some of them, and a stretch of time."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from kb.catalogue import ENTRIES
from kb.models import Evidence


@dataclass(frozen=True)
class Scope:
    """`documents` is None for all of them but for those `hidden` from whoever looks.

    Pastes have days only, so nothing but `first` and `last` narrows these.
    """

    today: date
    documents: QuerySet | None = None
    first: date | None = None
    last: date | None = None
    hidden: RawSQL | None = None

    def evidence(self):
        told = Evidence.objects.without(self.hidden)
        if self.documents is None:
            return told
        return told.filter(finding__document__in=self.documents.values("pk"))

    def seen(self, kind):
        """The entries of a kind that are shown and not hidden, whatever document speaks for them."""
        return ENTRIES[kind].objects.shown().without(self.hidden)

    def entries(self, kind):
        """The entries of a kind that are shown and that a document in view speaks for."""
        shown = self.seen(kind)
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
