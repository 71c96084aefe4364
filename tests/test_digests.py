"""Letters with what is new: to whom, how often, what they tell, and that nothing is told twice."""

from datetime import timedelta
from io import StringIO
from smtplib import SMTPException

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from incidents.actions import ActionItem
from incidents.models import Document
from incidents.people import Member
from kb.digests import claim, due
from kb.watching import Notice, tell, thing_of


@pytest.fixture
def ann(account):
    ann = account("ann")
    Member.objects.filter(user=ann).update(digest="daily")
    return ann


@pytest.fixture
def report(write, account):
    return write("# Orders down\n", account("author"), state="published")


def news(ann, report, text="Orders down: revision 2", thing=""):
    about = thing or thing_of(report)
    told = {"by": "Ben", "text": text, "url": f"{report.get_absolute_url()}#{text}", "document": report}
    return tell(Notice.Kind.WATCHED, about, to=[ann], **told)


def send():
    out = StringIO()
    call_command("send_digests", stdout=out, stderr=out)
    return out.getvalue()


def some_days_pass(days):
    Member.objects.update(told_until=timezone.now() - timedelta(days=days))


def test_who_asked_for_letters_gets_what_is_new(ann, report, mailoutbox, settings):
    settings.SITE_URL = "https://errata.example.org"
    news(ann, report)
    assert "1 letter sent" in send()
    [letter] = mailoutbox
    assert (letter.to, letter.subject) == (["ann@example.org"], "Errata: 1 piece of news")
    assert "Orders down: revision 2" in letter.body
    assert f"https://errata.example.org{report.get_absolute_url()}" in letter.body
    assert "https://errata.example.org" in letter.alternatives[0][0]


def test_nobody_gets_letters_who_did_not_ask(account, report, mailoutbox):
    news(account("ben"), report)
    send()
    assert mailoutbox == []


def test_nothing_new_is_no_letter(ann, mailoutbox):
    send()
    assert mailoutbox == []


def test_nothing_is_told_twice(ann, report, mailoutbox):
    news(ann, report)
    send(), send()
    some_days_pass(0.5)
    Notice.objects.update(made_at=timezone.now() - timedelta(days=2))
    some_days_pass(1)
    send()
    assert len(mailoutbox) == 1


def test_who_is_killed_before_sending_tells_too_little_never_twice(ann, report, mailoutbox):
    news(ann, report)
    [member] = due(timezone.now())
    assert claim(member, timezone.now())
    send()
    assert mailoutbox == []


def test_two_that_send_at_once_send_one_letter(ann):
    [one], [other] = due(timezone.now()), due(timezone.now())
    assert [claim(one, timezone.now()), claim(other, timezone.now())] == [True, False]


@pytest.mark.parametrize("often", [("daily", 1, 1), ("daily", 0.5, 0), ("weekly", 6, 0), ("weekly", 7, 1)])
def test_a_letter_comes_as_often_as_it_was_asked_for(ann, report, mailoutbox, often):
    digest, days, sent = often
    Member.objects.update(digest=digest)
    some_days_pass(days)
    news(ann, report)
    send()
    assert len(mailoutbox) == sent


def test_what_was_seen_on_the_site_is_not_told(ann, report, mailoutbox):
    news(ann, report)
    Notice.objects.update(seen_at=timezone.now())
    send()
    assert mailoutbox == []


def test_of_what_is_hidden_by_now_nothing_is_told(ann, report, mailoutbox):
    news(ann, report)
    Document.objects.update(visibility="restricted")
    send()
    assert mailoutbox == []


def test_ones_overdue_actions_stand_below(ann, report, mailoutbox):
    lines = {"key": "1", "first_line": 1, "last_line": 1}
    ActionItem.objects.create(document=report, text="Rotate the keys", user=ann, due="2020-01-01", **lines)
    news(ann, report)
    send()
    assert "Rotate the keys" in mailoutbox[0].body


class Broken(EmailBackend):
    def send_messages(self, messages):
        raise SMTPException("the server is away")


def test_what_could_not_be_sent_waits_for_the_next_time(ann, report, mailoutbox, settings):
    news(ann, report)
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Broken"
    with pytest.raises(CommandError, match="1 could not be sent"):
        send()
    settings.EMAIL_BACKEND = backend
    send()
    assert len(mailoutbox) == 1


def test_the_link_of_a_letter_stops_them_without_signing_in(ann, report, mailoutbox, client, settings):
    settings.SITE_URL, settings.ANONYMOUS_READ = "", False
    news(ann, report)
    send()
    link = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    assert b"Send no more" in client.get(link).content
    assert Member.objects.get(user=ann).digest == "daily"
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Member.objects.get(user=ann).digest == "off"


def test_a_made_up_link_stops_nothing(client, ann):
    assert client.post(f"/notices/stop/{ann.pk}:made-up/").status_code == 404
    assert Member.objects.get(user=ann).digest == "daily"
