"""Lists say of a signature what its QuerySet methods say, however they fetch it."""

from datetime import date

import pytest

from kb.models import Feedback, Pattern, Signature, State, Wording
from kb.views import listed


def test_signature_that_somebody_met_after_the_documents(cast):
    said = Wording.objects.create(kind="fix", key="1", form="rows taken order", fix=cast.worked)
    Feedback.objects.create(wording=said, signature=cast.signature, fix=cast.worked, worked=True)
    row = listed.signatures([cast.signature.pk])[0]
    told = Signature.objects.with_last_met().get(pk=cast.signature.pk)
    assert row["last_met"] == told.last_met > date(2025, 5, 6)


def test_rejected_pattern_is_none(cast):
    assert listed.signatures([cast.signature.pk])[0]["patterns"] == 1
    Pattern.objects.update(state=State.REJECTED)
    assert listed.signatures([cast.signature.pk])[0]["patterns"] == 0


def test_rows_come_as_asked_and_without_what_went(cast):
    ids = [cast.proposed.pk, 999, cast.worked.pk]
    assert [row["title"] for row in listed.fixes(ids)] == [cast.proposed.text, cast.worked.text]


@pytest.mark.parametrize("rows", [listed.signatures, listed.causes, listed.fixes, listed.documents])
def test_nothing_is_asked_of_nobody(rows, db):
    assert rows([]) == []
