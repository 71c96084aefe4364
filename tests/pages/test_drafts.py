"""Nothing that somebody typed is lost: drafts, a session that was over, a form that is too old."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from incidents.models import Document, Draft, Member
from incidents.writing import begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(client):
    client.user = User.objects.create_user("ann")
    Member.objects.create(user=client.user, role="contributor")
    client.force_login(client.user)
    return client


@pytest.fixture
def ben(db):
    client = Client()
    client.force_login(User.objects.create_user("ben", is_superuser=True))
    return client


@pytest.fixture
def document(ann):
    return begin("# Orders\n", "incidents/orders", by=ann.user, visibility="open")


def draft(client, document, text="# Orders, more\n", known=""):
    sent = {"text": text, "base": 1, "known": known, "writer": User.objects.get(username="ann").pk}
    return client.post(f"/documents/{document.pk}/draft/", sent)


def edit(client, document, query=""):
    return client.get(f"/documents/{document.pk}/edit/{query}").content.decode()


def save(client, document, **more):
    sent = {"text": "# Orders, all\n", "base": 1} | more
    return client.post(f"/documents/{document.pk}/save/", sent, headers={"Sec-Fetch-Site": "same-origin"})


def test_a_draft_is_offered_and_restored_by_choice(ann, document):
    draft(ann, document)
    assert "You left a draft on" in edit(ann, document)
    assert "This is your draft as you left it" in edit(ann, document, "?draft")


def test_a_draft_is_discarded_by_choice(ann, document):
    known = draft(ann, document).json()["known"]
    ann.post(f"/documents/{document.pk}/draft/discard/", {"known": known})
    assert "You left a draft" not in edit(ann, document)


def test_a_draft_is_nobody_elses(ann, ben, document):
    draft(ann, document)
    assert "You left a draft" not in edit(ben, document)


def test_a_save_ends_the_draft_that_it_comes_from_and_no_other(ann, document):
    known = draft(ann, document).json()["known"]
    save(ann, document, text="# Orders, else\n")
    assert Draft.objects.exists()
    save(ann, document, known=known, base=2)
    assert not Draft.objects.exists()


def test_a_draft_sent_on_leaving_ends_with_the_conflict_that_decides_on_it(ann, ben, document):
    draft(ann, document, text="# Orders, mine\n")
    save(ben, document, text="# Orders, his\n")
    assert save(ann, document, text="# Orders, mine\n").status_code == 409
    sent = {"act": "choose", "mine": "# Orders, mine\n", "base": 1, "seen": 2, "place-0": "theirs"}
    ann.post(f"/documents/{document.pk}/together/", sent)
    assert not Draft.objects.exists()


def test_a_draft_of_another_window_is_not_written_over(ann, document):
    known = draft(ann, document).json()["known"]
    refused = draft(ann, document, text="other")
    assert (refused.status_code, refused.json()["known"]) == (409, known)


def test_a_session_that_is_over_gives_the_text_back(client, ann, document):
    client.logout()
    page = save(client, document, why="Because <b>.")
    assert page.status_code == 403
    for words in ("You are signed out.", "# Orders, all", "Because &lt;b&gt;.", "Sign in in another tab"):
        assert words in page.content.decode()


def test_on_a_site_for_its_people_too(client, ann, document, settings):
    settings.ANONYMOUS_READ = False
    client.logout()
    assert "# Orders, all" in save(client, document).content.decode()
    assert draft(client, document).status_code == 403
    assert client.get("/write/").url == "/account/login/?next=/write/"


def test_an_old_form_gives_the_text_back_and_saves_it_the_second_time(ann, document):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ann.user)
    page = save(strict, document)
    assert "# Orders, all" in page.content.decode()
    save(strict, document, csrfmiddlewaretoken=page.context["csrf_token"])
    assert Document.objects.get().latest.text == "# Orders, all\n"


def test_a_form_of_another_site_is_refused_as_ever(ann, document):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ann.user)
    page = strict.post(f"/documents/{document.pk}/save/", {"text": "theirs"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert "theirs" not in page.content.decode()


def test_a_document_that_is_gone_gives_the_text_back(ann, document):
    Document.objects.all().delete()
    page = save(ann, document)
    assert page.status_code == 404
    assert "This document is not here any more." in page.content.decode()
    assert "# Orders, all" in page.content.decode()


def test_the_token_says_who_is_signed_in(client, ann):
    assert client.get("/write/token/").json()["user"] == ann.user.pk
    client.logout()
    assert client.get("/write/token/").json()["user"] is None


def test_others_are_told_and_newer_revisions(ann, document):
    ben = Client()
    ben.force_login(User.objects.create_user("ben", first_name="Ben", is_superuser=True))
    ben.post(f"/documents/{document.pk}/presence/")
    save(ben, document)
    told = ann.post(f"/documents/{document.pk}/presence/").json()
    assert told == {"others": "Ben has it open too.", "newest": 2, "by": "Ben"}
    assert "Ben has it open too." in edit(ann, document)


def test_somebody_else_who_signed_in_does_not_get_the_draft(ann, document):
    cid = Client()
    cid.force_login(User.objects.create_user("cid", is_superuser=True))
    assert draft(cid, document).status_code == 403
    assert not Draft.objects.exists()


def test_a_stranger_leaves_no_trace(client, document):
    client.logout()
    assert client.post(f"/documents/{document.pk}/presence/").status_code == 403
    assert draft(client, document).status_code == 403
    assert not Draft.objects.exists()
