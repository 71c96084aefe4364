"""What a decision would change: it is made and taken back in one transaction, so that nothing is guessed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from kb.answers import answer_paste
from kb.catalogue import ENTRIES
from kb.models import Decision, Entry, Evidence, Signature

# So many stored examples are asked for their answer at most.
MAX_EXAMPLES = 200


@dataclass(frozen=True)
class Moved:
    """A finding that would speak for another entry: its id, and the entries' names before and after."""

    finding: int
    before: str
    after: str


@dataclass(frozen=True)
class Answered:
    """A stored example that would get another answer: verdict and signature before and after."""

    example: str
    before: tuple[str, str]
    after: tuple[str, str]


@dataclass(frozen=True)
class Preview:
    moved: tuple[Moved, ...]
    answered: tuple[Answered, ...]


def preview(entries: Iterable[Entry], decision: Callable[[], object], hidden: RawSQL | None = None) -> Preview:
    """What would change for the evidence and the stored examples of `entries` if `decision` were called.

    What it raises is raised here too. Nothing is kept, and nothing told of `hidden` documents.
    """
    entries = list(entries)
    told = Evidence.objects.without(hidden)
    findings = _findings(told, entries)
    examples = _examples(told, entries)
    answer = partial(_answer, hidden)
    with transaction.atomic():
        before, answers = _entries_of(findings), {example: answer(example) for example in examples}
        with transaction.atomic():
            decision()
            after, changed = _entries_of(findings), {example: answer(example) for example in examples}
            transaction.set_rollback(True)
    return Preview(
        tuple(Moved(pk, before[pk][1], after[pk][1]) for pk in findings if before[pk] != after[pk]),
        tuple(
            Answered(example, answers[example], changed[example])
            for example in examples
            if answers[example] != changed[example]
        ),
    )


def _findings(told: QuerySet, entries: list[Entry]) -> list[int]:
    kind = entries[0]._meta.model_name
    rows = told.filter(**{f"{kind}__in": entries}).order_by("finding")
    return list(rows.values_list("finding", flat=True))


def _examples(told: QuerySet, entries: list[Entry]) -> list[str]:
    """The errors that documents quote for signatures, and those that people decided on."""
    if not isinstance(entries[0], Signature):
        return []
    quoted = told.filter(signature__in=entries).values_list("finding__text", flat=True)
    decided = Decision.objects.standing().filter(signature__in=entries).values_list("exception_type", "example")
    texts = [*quoted, *(f"{kind}: {message}" if kind else message for kind, message in decided)]
    return list(dict.fromkeys(texts))[:MAX_EXAMPLES]


def _entries_of(findings: list[int]) -> dict[int, tuple[int, str]]:
    rows = Evidence.objects.filter(finding__in=findings).select_related(*ENTRIES)
    return {row.finding_id: (row.entry.pk, str(row.entry)) for row in rows}


def _answer(hidden: RawSQL | None, example: str) -> tuple[str, str]:
    """The verdict, and the signature that is offered first."""
    answers = answer_paste(example, hidden).answers
    matches = answers[0].matches[:1] if answers else ()
    titles = Signature.objects.filter(pk__in=[match.signature for match in matches]).values_list("title", flat=True)
    return (answers[0].verdict if answers else "unknown", next(iter(titles), ""))
