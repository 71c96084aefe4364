"""Lists say of a signature what its QuerySet methods say, however they fetch it."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from kb.models import Feedback, Pattern, Signature, SignatureCause, SignaturePattern, State, Wording
from kb.views import listed

VISITOR = AnonymousUser()


def test_signature_that_somebody_met_after_the_documents(cast):
    said = Wording.objects.create(kind="fix", key="1", form="rows taken order", fix=cast.worked)
    Feedback.objects.create(wording=said, signature=cast.signature, fix=cast.worked, worked=True)
    row = listed.signatures([cast.signature.pk], VISITOR)[0]
    told = Signature.objects.with_last_met().get(pk=cast.signature.pk)
    assert row["last_met"] == told.last_met > date(2025, 5, 6)


def test_rejected_pattern_is_none(cast):
    assert listed.signatures([cast.signature.pk], VISITOR)[0]["patterns"] == 1
    Pattern.objects.update(state=State.REJECTED)
    assert listed.signatures([cast.signature.pk], VISITOR)[0]["patterns"] == 0


def test_rows_come_as_asked_and_without_what_went(cast):
    ids = [cast.proposed.pk, 999, cast.worked.pk]
    assert [row["title"] for row in listed.fixes(ids, VISITOR)] == [cast.proposed.text, cast.worked.text]


@pytest.mark.parametrize("rows", [listed.signatures, listed.causes, listed.fixes, listed.documents])
def test_nothing_is_asked_of_nobody(rows, db):
    assert rows([], VISITOR) == []


@pytest.fixture
def closed(cast, scribe):
    """A document that visitors do not know of: it met the signature later, and says that the fix worked there too."""
    document = scribe.document(
        "# Kept\n\nIt broke again.\nHelped here.\nAlone.\n", date="2025-09-09", visibility="restricted"
    )
    cast.signature.evidence.create(finding=scribe.finding(document, "signature", "It broke again."))
    cast.worked.evidence.create(finding=scribe.finding(document, "fix", "Helped here.", "worked"))
    alone = scribe.entry("pattern", "assert alone", scribe.finding(document, "pattern", "Alone."))
    for said_by in (document, cast.incident):
        SignaturePattern.objects.create(document=said_by, signature=cast.signature, pattern=alone)
    SignatureCause.objects.create(document=document, signature=cast.signature, cause=cast.cause)
    return document


def test_of_what_hidden_documents_say_nothing_is_counted(cast, closed):
    row, told = told_of(cast.signature, AnonymousUser())
    assert (row["documents"], row["worked"], row["patterns"], row["last_met"]) == (2, 1, 1, date(2025, 5, 6))
    assert (told.n_documents, told.n_worked, told.n_failed, told.n_proposed, told.last_met) == counted(row)


def test_of_open_documents_everything_is(cast, closed):
    closed.visibility = "open"
    closed.save()
    row, told = told_of(cast.signature, AnonymousUser())
    assert (row["documents"], row["worked"], row["patterns"], row["last_met"]) == (3, 2, 2, date(2025, 9, 9))
    assert (told.n_documents, told.n_worked, told.n_failed, told.n_proposed, told.last_met) == counted(row)


def told_of(signature, user):
    told = Signature.objects.visible_to(user).with_documents().with_last_met()
    outcomes = Signature.objects.visible_to(user).with_outcomes().get(pk=signature.pk)
    told = told.get(pk=signature.pk)
    told.n_worked, told.n_failed, told.n_proposed = outcomes.n_worked, outcomes.n_failed, outcomes.n_proposed
    return listed.signatures([signature.pk], user)[0], told


def counted(row):
    return row["documents"], row["worked"], row["failed"], row["proposed"], row["last_met"]
