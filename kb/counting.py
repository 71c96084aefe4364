"""Pastes are counted, not stored: a number for each day and verdict, and for each day and signature that was met."""

from datetime import date

from django.db import transaction

from kb.matching.values import PasteAnswer
from kb.models import Meeting, VerdictCount
from kb.rows import write_rows

# The verdict on a paste is the best of those on its failures.
BEST_FIRST = ("known", "similar", "unknown", "vague")
# The database adds, so that none of two pastes at the same moment is lost.
COUNTED = (
    f"INSERT INTO {VerdictCount._meta.db_table} (day, verdict, n) VALUES (%s, %s, 1)"
    f" ON CONFLICT (day, verdict) DO UPDATE SET n = {VerdictCount._meta.db_table}.n + 1"
)
MET = (
    f"INSERT INTO {Meeting._meta.db_table} (day, signature_id, n) VALUES (%s, %s, 1)"
    f" ON CONFLICT (day, signature_id) DO UPDATE SET n = {Meeting._meta.db_table}.n + 1"
)


@transaction.atomic
def count(paste: PasteAnswer, day: date) -> None:
    """Adds an answered paste to the counts of its day. A signature counts once, however many failures are known as it.

    The rows are written in one order, so that two pastes never wait for each other.
    """
    write_rows(COUNTED, [(day.isoformat(), verdict_of(paste))])
    write_rows(MET, [(day.isoformat(), pk) for pk in sorted(met_in(paste))])


def verdict_of(paste: PasteAnswer) -> str:
    """The verdict that a paste counts under: "vague" if nothing in it looks like an error."""
    verdicts = {answer.verdict for answer in paste.answers}
    return next((verdict for verdict in BEST_FIRST if verdict in verdicts), "vague")


def met_in(paste: PasteAnswer) -> set[int]:
    """The ids of the signatures that failures of a paste are known as."""
    return {answer.matches[0].signature for answer in paste.answers if answer.verdict == "known" and answer.matches}
