"""What becomes of actions while documents are read again and again, and people say what is done."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.actions import ActionItem, Standing, finish, name_owners, reopen, store_actions
from incidents.models import Document
from incidents.reading.values import Action
from incidents.revising import revise

pytestmark = pytest.mark.django_db

REPORT = """\
# Orders down

## Action items

| Action | Owner | Due | Status |
|---|---|---|---|
| Alert when the queue stands still | @ann | 2026-12-01 | open |
| Write the runbook for a full disk | Ben Lee | 2026-12-15 | open |
"""


@pytest.fixture
def report(write, ann):
    return write(REPORT, ann)


@pytest.fixture
def alert(report):
    return report.actions.first()


def say(report, old, new, by="ann"):
    text = report.latest.text
    assert old in text
    return revise(report, text.replace(old, new).encode(), by=by)


def test_the_actions_of_a_document_are_stored_with_it(report, ann):
    told = report.actions.values_list("text", "owner", "user", "due__day", "first_line")
    assert list(told) == [
        ("Alert when the queue stands still", "ann", ann.pk, 1, 7),
        ("Write the runbook for a full disk", "Ben Lee", None, 15, 8),
    ]


def test_done_stays_done_however_often_the_document_is_read(report, alert):
    finish(alert, by="Ann", note="Alert 12 in the dashboard")
    say(report, "2026-12-01", "2027-01-31")
    alert.refresh_from_db()
    assert (alert.done_by, alert.note, alert.due.year) == ("Ann", "Alert 12 in the dashboard", 2027)


def test_a_mended_wording_is_the_same_action(report, alert):
    finish(alert, by="Ann", note="")
    say(report, "Alert when the queue stands still", "Alert on-call when the queue stands still")
    assert list(report.actions.values_list("text", "done_by")) == [
        ("Alert on-call when the queue stands still", "Ann"),
        ("Write the runbook for a full disk", ""),
    ]


def test_another_action_in_its_place_is_not_done(report, alert):
    finish(alert, by="Ann", note="")
    say(report, "Alert when the queue stands still", "Drain the queue before every deploy")
    drain = report.actions.get(text__startswith="Drain")
    assert drain.done_at is None
    assert ActionItem.objects.get(pk=alert.pk).gone


def test_what_comes_back_is_as_it_was(report, alert):
    finish(alert, by="Ann", note="")
    say(report, "| Alert", "| Nothing. Alarm")
    say(report, "| Nothing. Alarm", "| Alert")
    alert.refresh_from_db()
    assert (alert.gone, alert.done_by) == (None, "Ann")


def test_what_the_document_calls_done_is_neither_open_nor_done_here(report, alert):
    say(report, "| 2026-12-01 | open |", "| 2026-12-01 | done |")
    said = ActionItem.objects.with_standing(date(2027, 1, 1)).get(pk=alert.pk)
    assert said.standing == Standing.SAID
    assert alert not in [*ActionItem.objects.open(), *ActionItem.objects.done()]
    assert finish(alert, by="Ann", note="It rang on Monday.")


def test_the_second_to_say_done_comes_too_late(alert):
    assert finish(alert, by="Ann", note="mine")
    assert not finish(alert, by="Ben", note="no, mine")
    assert ActionItem.objects.get(pk=alert.pk).done_by == "Ann"


def test_what_was_done_too_early_is_reopened(alert):
    finish(alert, by="Ann", note="")
    assert reopen(alert, by="Ben", note="It rang for nothing.")
    alert.refresh_from_db()
    assert (alert.done_at, alert.note) == (None, "Reopened by Ben. It rang for nothing.")
    assert not reopen(alert, by="Ben", note="")


def test_an_owner_is_known_once_there_is_an_account(report, django_user_model):
    ben = django_user_model.objects.create_user("blee", first_name="Ben", last_name="Lee")
    name_owners()
    assert report.actions.get(owner="Ben Lee").user == ben


def test_a_name_that_two_have_means_neither(report, django_user_model):
    for username in ("blee", "benlee"):
        django_user_model.objects.create_user(username, first_name="Ben", last_name="Lee")
    name_owners()
    assert report.actions.get(owner="Ben Lee").user is None


@pytest.mark.parametrize("owner", ["ANN", "ann@example.org", "Ops/ann", "Jo, ann", "jo und ann"])
def test_an_owner_is_known_by_what_people_write(report, ann, owner):
    store_actions([(report, (Action("Rotate the keys", (3, 3), owner),))])
    assert report.actions.get(text="Rotate the keys").user == ann


def test_the_same_words_twice_are_two_actions(report):
    store_actions([(report, (Action("Create an issue", (3, 3)), Action("Create an issue", (4, 4))))])
    assert report.actions.filter(gone=None).count() == 2


def test_more_documents_cost_no_more_statements(write, ann):
    def statements(n):
        fresh = [write("# Empty\n", ann, name=f"{n}-{number}") for number in range(n)]
        told = [(document, (Action("Rotate the keys", (3, 3), "ann"),)) for document in fresh]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            store_actions(told)
        return len(asked)

    assert statements(2) == statements(9)


def test_what_is_overdue_comes_first(report, alert):
    ActionItem.objects.filter(owner="Ben Lee").update(due=None)
    assert ActionItem.objects.most_urgent_first().first() == alert
    assert not ActionItem.objects.of(Document.objects.none()).exists()
