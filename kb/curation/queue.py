"""The review queue: which documents say something that nobody has judged yet, and a document as a row of cards."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from incidents.models import Document, Finding
from incidents.reading.values import FINDING_KINDS
from kb.catalogue import ENTRIES
from kb.curation.doubles import Double, Named, doubles_of
from kb.models import Act, Concern, Entry, Evidence, State

OPEN = Q(*[Q(**{f"{kind}__state": State.SUGGESTED}) for kind in FINDING_KINDS], _connector=Q.OR)
NEWEST_FIRST = (F("date").desc(nulls_last=True), "pk")
CERTAINTY = {confidence: place for place, confidence in enumerate(Finding.Confidence.values)}


@dataclass(frozen=True, eq=False)
class Card:
    """An entry as a document speaks for it, and `act`, the last decision on it that stands."""

    entry: Entry
    kind: str
    findings: list[Finding]
    n_documents: int
    doubles: list[Double]
    act: Act | None

    @property
    def anchor(self) -> str:
        return f"card-{self.kind}-{self.entry.pk}"

    @property
    def is_open(self) -> bool:
        return self.entry.state == State.SUGGESTED

    @property
    def is_stated(self) -> bool:
        return any(one.confidence == Finding.Confidence.STATED and not one.tentative for one in self.findings)


def documents_waiting(user: AbstractBaseUser) -> QuerySet[Document]:
    """The documents that speak for an entry nobody judged, as far as somebody may see them, newest first."""
    waits = Evidence.objects.filter(OPEN, finding__document=OuterRef("pk"))
    return Document.objects.visible_to(user).filter(Exists(waits)).order_by(*NEWEST_FIRST)


def with_waits(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Adds `waits`: "yes" where a document speaks for an entry nobody judged, else "no"."""
    waiting = When(pk__in=Evidence.objects.filter(OPEN).values("finding__document"), then=Value("yes"))
    return documents.annotate(waits=Case(waiting, default=Value("no")))


def waiting_in(documents: Collection[Document]) -> dict[int, int]:
    """Document id → how many of its findings wait."""
    rows = Evidence.objects.filter(OPEN, finding__document__in=documents).values_list("finding__document")
    return dict(rows.annotate(n=Count("pk")))


def beside(document: Document, user: AbstractBaseUser) -> tuple[Document | None, Document | None]:
    """The documents that wait before and after this one in the queue; where there is none behind, the first again."""
    others = documents_waiting(user).exclude(pk=document.pk).defer("fields", "faults")
    if document.date:
        same_day = Q(date=document.date)
        behind = Q(date__lt=document.date) | Q(date=None) | (same_day & Q(pk__gt=document.pk))
        ahead = Q(date__gt=document.date) | (same_day & Q(pk__lt=document.pk))
    else:
        behind = Q(date=None, pk__gt=document.pk)
        ahead = Q(date__isnull=False) | Q(pk__lt=document.pk)
    return others.filter(ahead).reverse().first(), others.filter(behind).first() or others.first()


def progress(hidden: RawSQL | None) -> tuple[int, int]:
    """How many entries were judged, and how many there are."""
    counts = [
        model.objects.without(hidden)
        .filter(merged_into=None)
        .aggregate(n=Count("pk"), judged=Count("pk", filter=~Q(state="suggested")))
        for model in ENTRIES.values()
    ]
    return sum(count["judged"] for count in counts), sum(count["n"] for count in counts)


def cards_of(document: Document, hidden: RawSQL | None) -> list[Card]:
    """The entries that a document speaks for, what it states first, without what `hidden` documents say.

    A constant number of queries.
    """
    said = _said_in(document)
    entries = {(kind, pk): findings[0].evidence.entry for (kind, pk), findings in said.items()}
    doubles = doubles_of([entry for entry in entries.values() if entry.state == State.SUGGESTED], hidden)
    counts, acts = _documents_of(said, hidden), _last_acts(said)
    cards = [
        Card(entries[named], named[0], said[named], counts[named], doubles.get(named, []), acts.get(named))
        for named in said
    ]
    return sorted(cards, key=lambda card: min((CERTAINTY[one.confidence], one.first_line) for one in card.findings))


def _said_in(document: Document) -> dict[Named, list[Finding]]:
    said: dict[Named, list[Finding]] = {}
    for finding in document.findings.select_related(*(f"evidence__{kind}" for kind in FINDING_KINDS)):
        finding.document = document
        if hasattr(finding, "evidence"):
            said.setdefault((finding.kind, finding.evidence.entry.pk), []).append(finding)
    return said


def _documents_of(named: Collection[Named], hidden: RawSQL | None) -> dict[Named, int]:
    """How many documents speak for each entry."""
    of_these = Q(*[Q(**{f"{kind}__in": _pks(named, kind)}) for kind in FINDING_KINDS], _connector=Q.OR)
    rows = Evidence.objects.without(hidden).filter(of_these).values_list(*FINDING_KINDS)
    counted = rows.annotate(n=Count("finding__document", distinct=True))
    return {
        next((kind, pk) for kind, pk in zip(FINDING_KINDS, pks, strict=True) if pk): n for *pks, n in counted.order_by()
    }


def _last_acts(named: Collection[Named]) -> dict[Named, Act]:
    """The last decision of a person on each entry that stands."""
    about = Q(*[Q(kind=kind, entry__in=_pks(named, kind)) for kind in FINDING_KINDS], _connector=Q.OR)
    rows = Concern.objects.filter(about, act__undone_by=None, act__undoes=None).exclude(act__name="")
    return {(row.kind, row.entry): row.act for row in rows.select_related("act").order_by("act")}


def _pks(named: Collection[Named], kind: str) -> list[int]:
    return [pk for other, pk in named if other == kind]
