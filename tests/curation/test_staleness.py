"""When was it last met, does it sleep, did it return after it was fixed, and is it time to look at it again?"""

from datetime import date, datetime

import pytest
from django.utils import timezone

from incidents.models import Finding, FindingLink
from kb.catalogue import error_of, learn
from kb.curation import entries
from kb.curation.feedback import tell_outcome
from kb.decisions import confirm
from kb.models import Cause, Decision, Feedback, Fix, Signature

pytestmark = pytest.mark.django_db

ERROR = "acme.QueueError: channel to worker alpha closed before the reply"
SPRING, SUMMER, WINTER = date(2026, 3, 4), date(2026, 7, 8), date(2026, 12, 24)


def last_met(model):
    return model.objects.with_last_met().get().last_met


@pytest.mark.parametrize("kind, model", [("signature", Signature), ("fix", Fix), ("cause", Cause)])
def test_the_latest_document_says_when(note, kind, model):
    for day in (SUMMER, SPRING, None):
        note(ERROR, kind=kind, date=day)
    assert last_met(model) == SUMMER


def test_without_a_date_nobody_knows(note):
    note(ERROR, kind="signature")
    note("Restart the worker")
    assert (last_met(Signature), last_met(Fix)) == (None, None)


def test_a_confirmed_example_is_a_meeting(note):
    note(ERROR, kind="signature", date=SPRING)
    confirm(Signature.objects.get(), error_of(ERROR)[0], by="Ann")
    Decision.objects.update(made_at=datetime(2026, 12, 24, 12, tzinfo=timezone.get_default_timezone()))
    assert last_met(Signature) == WINTER


def test_feedback_is_a_meeting(note):
    note("Restart the worker", date=SPRING)
    tell_outcome(Fix.objects.get(), worked=True, by="Ann")
    Feedback.objects.update(made_at=datetime(2026, 12, 24, 12, tzinfo=timezone.get_default_timezone()))
    assert last_met(Fix) == WINTER


@pytest.mark.parametrize("days, dormant", [(30, True), (365, False)])
def test_what_nobody_meets_falls_asleep_after_the_days_of_the_site(note, settings, days, dormant):
    settings.DORMANT_DAYS = days
    note("Restart the worker", date=SUMMER)
    assert Fix.objects.dormant(WINTER).exists() is dormant


@pytest.fixture
def fixed_in_spring(note):
    """An incident of spring: its error, its cause, and a fix that worked."""
    document = note(ERROR, kind="signature", date=SPRING)
    place = {"document": document, "first_line": 9, "last_line": 9, "confidence": "stated"}
    cause = Finding.objects.create(kind="cause", label="c1", text="The line is lossy", **place)
    fix = Finding.objects.create(kind="fix", label="x1", text="Use a cable", outcome="worked", **place)
    FindingLink.objects.create(source=document.findings.get(kind="signature"), relation="caused_by", target=cause)
    FindingLink.objects.create(source=cause, relation="fixed_by", target=fix)
    learn(document)


def test_what_was_fixed_and_is_met_again_has_returned(note, fixed_in_spring):
    note(ERROR, kind="signature", date=SUMMER)
    signature = Signature.objects.returned().get()
    assert (signature.fixed_on, signature.returned_on) == (SPRING, SUMMER)


def test_what_was_fixed_and_is_not_met_again_has_not(note, fixed_in_spring):
    note(ERROR, kind="signature", date=date(2026, 1, 1))
    assert not Signature.objects.returned().exists()
    assert Signature.objects.with_return().get().fixed_on == SPRING


def test_what_was_never_fixed_cannot_return(note):
    note(ERROR, kind="signature", date=SPRING)
    note(ERROR, kind="signature", date=SUMMER)
    assert not Signature.objects.returned().exists()


def test_what_is_due_is_listed_the_longest_due_first(note):
    note("Restart the worker", "Use a cable", "Rotate the key", "Drop the index")
    days = {"Restart the worker": SUMMER, "Use a cable": SPRING, "Rotate the key": WINTER, "Drop the index": SPRING}
    for text, day in days.items():
        entries.set_review(Fix.objects.get(text=text), day, by="Ann")
    entries.retire(Fix.objects.get(text="Drop the index"), by="Ann")
    assert [fix.text for fix in Fix.objects.due_for_review(SUMMER)] == ["Use a cable", "Restart the worker"]
