"""The pages where documents are begun and edited: who may, what is saved, and what becomes of two texts."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from incidents.models import Document, Draft, Finding, Member

pytestmark = pytest.mark.django_db

BEGUN = {"title": "Orders down", "outline": "sre", "visibility": "open"}
TEXT = "# Orders down\n\nIt began at ten.\n\nNobody was paged.\n\nThe pool ran dry.\n"
HERS = TEXT.replace("ten", "nine")
HIS = TEXT.replace("ran dry", "was empty")
HIS_SAME_LINE = TEXT.replace("ten", "eleven")


def signed_in(name, role="contributor"):
    client = Client()
    client.user = User.objects.create_user(name)
    Member.objects.create(user=client.user, role=role)
    client.force_login(client.user)
    return client


@pytest.fixture
def ann(db):
    return signed_in("ann")


@pytest.fixture
def ben(db):
    return signed_in("ben")


@pytest.fixture
def document(ann):
    ann.post("/write/", BEGUN | {"outline": "blank"})
    save(ann, Document.objects.get(), TEXT, 1)
    return Document.objects.get()


def save(client, document, text, base, **more):
    sent = {"text": text, "base": base} | more
    return client.post(f"/documents/{document.pk}/save/", sent, follow=True)


def shown(page):
    return re.search(r'<textarea name="text".*?>\n(.*?)</textarea>', page.content.decode(), re.DOTALL)[1]


def test_a_document_is_begun_with_an_outline_and_opens_in_the_editor(ann):
    page = ann.post("/write/", BEGUN, follow=True)
    document = Document.objects.get()
    assert (document.title, document.state, document.author) == ("Orders down", "draft", ann.user)
    assert "## Root causes" in shown(page)


def test_a_pasted_failure_comes_into_the_text(ann):
    form = ann.post("/write/", {"failure": "LockTimeoutError: row 17"}).content.decode()
    assert "LockTimeoutError: row 17" in form
    page = ann.post("/write/", BEGUN | {"failure": "LockTimeoutError: row 17"}, follow=True)
    assert "```text\nLockTimeoutError: row 17\n```" in shown(page)


def test_an_answer_offers_to_begin_with_its_failure(ann):
    page = ann.post("/match/", {"text": "LockTimeoutError: gave up after 30 s on row 17"}).content.decode()
    assert "Start a postmortem with this" in page
    assert '<textarea name="failure" hidden' in page


def test_what_is_saved_is_the_next_revision(ann, document):
    page = save(ann, document, HERS.replace("\n", "\r\n"), 2, why="Told.")
    assert page.redirect_chain[-1][0] == document.get_absolute_url()
    assert (document.latest.text, document.latest.why) == (HERS, "Told.")


def test_to_keep_writing_leads_back_to_the_editor(ann, document):
    page = save(ann, document, HERS, 2, then="stay")
    assert shown(page) == escape(HERS)
    assert "Saved." in page.content.decode()


def test_an_imported_document_is_edited_and_learnt_from(cast, ann):
    text = cast.incident.latest.text.replace("in different order", "in any order")
    save(ann, cast.incident, text, 1)
    causes = Finding.objects.filter(document=cast.incident, kind="cause")
    assert causes.get().text == "Two workers take the rows in any order."


def test_changes_of_other_lines_are_saved_together_and_shown(ann, ben, document):
    save(ann, document, HERS, 2)
    page = save(ben, document, HIS, 2).content.decode()
    assert document.latest.text == HERS.replace("ran dry", "was empty")
    assert "Saved as revision 4, together with what ann changed" in page
    assert "It began at nine." in page


def test_changes_of_the_same_line_are_put_before_the_second(ann, ben, document):
    save(ann, document, HERS, 2)
    page = save(ben, document, HIS_SAME_LINE, 2)
    assert page.status_code == 409
    assert document.latest.text == HERS
    for words in ("ann changed the same lines in 1 place", "It began at ten.", "It began at nine.", "at eleven."):
        assert words in page.content.decode()


def decide(client, document, act, **more):
    sent = {"act": act, "mine": HIS_SAME_LINE, "base": 2, "seen": 3, "text": "By hand.\n"} | more
    return client.post(f"/documents/{document.pk}/together/", sent, follow=True)


@pytest.fixture
def met(ann, document):
    save(ann, document, HERS, 2)
    return document


def test_a_choice_at_each_place_is_saved(ben, met):
    decide(ben, met, "choose", **{"place-0": "both"})
    assert "It began at nine.\nIt began at eleven.\n" in met.latest.text


def test_a_place_without_a_choice_is_asked_for(ben, met):
    page = decide(ben, met, "choose")
    assert "Choose at every place" in page.content.decode()
    assert met.latest.text == HERS


def test_choices_can_be_put_into_the_text_and_edited(ben, met):
    page = decide(ben, met, "fill", **{"place-0": "ours"})
    assert "It began at eleven." in page.content.decode().split('id="id_text"')[1]
    decide(ben, met, "text")
    assert met.latest.text == "By hand.\n"


def test_marks_of_the_conflict_are_not_saved(ben, met):
    page = decide(ben, met, "text", text="<<<<<<< yours\na\n=======\nb\n>>>>>>> theirs\n")
    assert "still marks of the conflict" in page.content.decode()
    assert met.latest.text == HERS


def test_a_copy_is_a_document_of_its_own(ben, met):
    page = decide(ben, met, "copy")
    assert shown(page) == escape(HIS_SAME_LINE)
    assert met.latest.text == HERS


def test_a_draft_is_kept_and_shown_again(ben, met):
    page = decide(ben, met, "draft")
    assert shown(page) == escape(HIS_SAME_LINE)
    assert Draft.objects.get().base == 2


def test_what_came_since_is_merged_with_the_decision(ann, ben, met):
    save(ann, met, HERS + "More.\n", 3)
    decide(ben, met, "choose", **{"place-0": "ours"})
    assert met.latest.text == HIS_SAME_LINE + "More.\n"


def test_a_letter_that_the_file_cannot_hold_is_told_and_the_text_stays(ann, document):
    document.revisions.filter(number=2).update(content="Grüße\n".encode("cp1252"))
    page = save(ann, document, "Grüße → alle\n", 2)
    assert "cannot be written in the file&#x27;s encoding" in page.content.decode()
    assert shown(page) == "Grüße → alle\n"


def test_a_locked_document_is_for_its_author_and_curators(ann, ben, document):
    Document.objects.update(locked=True)
    edit = f"/documents/{document.pk}/edit/"
    asked = [client.get(edit).status_code for client in (ann, ben, signed_in("cid", "curator"))]
    assert asked == [200, 403, 200]


def test_edit_is_offered_to_those_who_may(client, ann, document):
    Document.objects.update(state="published")
    assert f'href="/documents/{document.pk}/edit/"' in ann.get(document.get_absolute_url()).content.decode()
    assert f'href="/documents/{document.pk}/edit/"' not in client.get(document.get_absolute_url()).content.decode()


def test_the_editor_asks_no_more_of_a_long_history(ann, document, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        ann.get(f"/documents/{document.pk}/edit/")
    few = len(few)
    for base in range(2, 6):
        save(ann, document, f"{TEXT}{base}\n", base)
    with django_assert_num_queries(few):
        ann.get(f"/documents/{document.pk}/edit/")
