"""Who sees a document: it is said on a page of its own, noted in the history, and holds everywhere at once."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.commenting import comment
from incidents.models import Document
from incidents.publishing import submit
from incidents.reviews import Event, State
from kb.tokens import issue
from kb.watching import Notice

REPORT = "# Orders down\n\n## Root Cause\n\n1. The pool ran dry.\n"
AS_IT_IS = {"visibility": "open", "readers": [], "more": "", "why": "", "seen": 0}


@pytest.fixture
def who(account):
    """Ann wrote the report; Ben is asked to read it, Dan and Vera are not; Cleo is a curator."""
    ben = account("ben")
    ben.first_name, ben.last_name = "Ben", "Lee"
    ben.save()
    others = {"cleo": account("cleo", "curator"), "dan": account("dan"), "vera": account("vera", "viewer")}
    return SimpleNamespace(ann=account("ann"), ben=ben, **others)


@pytest.fixture
def report(write, who):
    return write(REPORT, who.ann, state=State.PUBLISHED)


@pytest.fixture
def say(client, report):
    """The page of the document after somebody has sent the form with these changes."""

    def say(user, **changed):
        client.force_login(user)
        return client.post(address(report), AS_IT_IS | changed, follow=True)

    return say


@pytest.fixture
def look(client, report):
    def look(user, place=""):
        client.force_login(user)
        return client.get(report.get_absolute_url() + place)

    return look


def address(document):
    return reverse("document_visibility", args=[document.pk])


def history(document):
    return list(document.events.values_list("name", "kind", "why"))


def test_its_author_restricts_a_document_and_names_a_reader(say, look, report, who):
    shown = say(who.ann, visibility="restricted", more="@ben", why="Names of customers.")
    assertContains(shown, "This document is restricted now.")
    assertContains(shown, '<span aria-hidden="true">◐</span> restricted')
    assert look(who.ben).status_code == 200
    assert look(who.dan).status_code == 404
    told = "from open to restricted (Ben Lee). Names of customers."
    assert history(report) == [("ann", "visibility", told)]
    assertContains(look(who.ann, "revisions/"), "<strong>ann</strong> changed who may see it: from open to restricted")


def test_who_is_named_is_told_and_once(say, who):
    say(who.ann, visibility="restricted", more="ben")
    assert [(one.user, one.name, one.kind, one.text) for one in Notice.objects.all()] == [
        (who.ben, "ann", Notice.Kind.SHOWN, "Orders down")
    ]
    Notice.objects.all().delete()
    say(who.ann, visibility="restricted", readers=[who.ben.pk], locked="on", seen=1)
    assert not Notice.objects.exists()


def test_who_is_named_no_longer_does_not_see_it(say, look, report, who):
    say(who.ann, visibility="restricted", more="ben")
    assertContains(look(who.ann, "visibility/"), "Ben Lee")
    say(who.ann, visibility="restricted", readers=[], seen=1)
    assert look(who.ben).status_code == 404
    assert history(report)[-1][2] == "from restricted (Ben Lee) to restricted (nobody named)"


def test_opened_again_everybody_sees_it(say, look, report, who):
    say(who.ann, visibility="restricted", more="ben")
    shown = say(who.ann, visibility="open", readers=[who.ben.pk], seen=1)
    assertContains(shown, "This document is open now.")
    assertNotContains(shown, "restricted</span>")
    assert look(who.vera).status_code == 200
    assert history(report)[-1][2] == "from restricted (Ben Lee) to open"


def test_who_was_named_is_kept_while_it_is_open_without_a_word_in_the_history(say, look, report, who):
    say(who.ann, more="ben")
    assert history(report) == []
    assertContains(look(who.ann, "visibility/"), "Ben Lee")


def test_a_locked_document_is_edited_by_its_author_and_curators(say, look, report, who):
    shown = say(who.ann, locked="on", why="It went to the customer.")
    assertContains(shown, "This document is open and locked now.")
    assertContains(shown, '<span aria-hidden="true">▣</span> locked')
    assert look(who.ann, "edit/").status_code == look(who.cleo, "edit/").status_code == 200
    assert look(who.ben, "edit/").status_code == 403
    say(who.ann, seen=1)
    assert look(who.ben, "edit/").status_code == 200
    assert history(report) == [("ann", "locked", "It went to the customer."), ("ann", "unlocked", "")]


CHANGES = (
    ("edit/", None),
    ("save/", {"text": "# Mine", "base": 1}),
    ("draft/", {"text": "# Mine", "base": 1}),
    ("presence/", {}),
    ("edit/preview/", {"text": "# Mine"}),
    ("edit/fields/", {"text": "# Mine"}),
    ("edit/picture/", {}),
    ("edit/known/", {"error": "ValueError: 3"}),
    ("edit/insert/", {}),
    ("together/", {}),
    ("merged/1/1/", None),
    ("revisions/1/restore/", {"seen": 1}),
    ("revisions/1/mark/", {"mark": "Mine"}),
    ("submit/", {}),
    ("publish/", {"seen": 1}),
    ("step/withdraw/", {"why": ""}),
    ("visibility/", {"visibility": "open", "seen": 1}),
)


def test_while_it_is_locked_no_other_contributor_changes_it(client, say, report, who):
    suggested = comment(report.latest, "Hm.", by=who.ben, lines=(1, 1), suggestion="# Orders up").pk
    say(who.ann, locked="on")
    client.force_login(who.ben)
    for place, sent in CHANGES:
        there = report.get_absolute_url() + place
        answer = client.get(there) if sent is None else client.post(there, sent)
        assert answer.status_code == 403, place
    assert client.post(reverse("comment_apply", args=[suggested])).status_code == 403
    assert report.latest.number == 1


def test_a_program_does_not_change_it_either(client, say, report, who):
    _, token = issue(who.ben, "CI", ["write"])
    say(who.ann, locked="on")
    headers = {"Authorization": f"Bearer {token}", "If-Match": '"1"'}
    there, sent = f"/api/v1/documents/{report.pk}/text", {"text": "# Mine"}
    assert client.put(there, sent, content_type="application/json", headers=headers).status_code == 403


REFUSED = {
    "no account": ("zoe", "There is no account called “zoe”: an owner invites people."),
    "one of two": ("ben, @Zoe", "There is no account called “Zoe”: an owner invites people."),
    "two": ("zoe yan", "There is no account called “zoe” or “yan”: an owner invites people."),
    "shut": ("dan", "There is no account called “dan”: an owner invites people."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_who_has_no_account_cannot_be_named(say, report, who, case):
    type(who.dan).objects.filter(username="dan").update(is_active=False)
    more, sentence = REFUSED[case]
    assertContains(say(who.ann, visibility="restricted", more=more), sentence)
    report.refresh_from_db()
    assert (report.visibility, history(report)) == ("open", [])


@pytest.mark.parametrize("more", ["ben,dan", "@ben @dan", " Ben ; DAN ", "ben,, dan,"])
def test_several_are_named_at_once(say, report, who, more):
    say(who.ann, visibility="restricted", more=more)
    assert set(report.readers.all()) == {who.ben, who.dan}


def test_who_was_quicker_is_not_overruled_unseen(say, report, who):
    say(who.cleo, visibility="restricted", more="ben")
    shown = say(who.ann, visibility="restricted", seen=0)
    assertRedirects(shown, address(report))
    assertContains(shown, "Somebody changed this meanwhile: here it is as it is now.")
    assert list(report.readers.all()) == [who.ben]


def test_what_is_as_it_was_leaves_no_row(say, report, who):
    say(who.ann)
    assert history(report) == []


@pytest.mark.parametrize(("name", "status"), [("ann", 200), ("cleo", 200), ("ben", 403), ("vera", 403)])
def test_its_author_and_curators_are_offered_the_page(look, who, name, status):
    user = getattr(who, name)
    assert look(user, "visibility/").status_code == status
    assert ("visibility/" in look(user).content.decode()) is (status == 200)


@pytest.mark.parametrize(("name", "status"), [("dan", 404), ("vera", 403)])
def test_of_what_is_hidden_nobody_knows(look, who, name, status):
    Document.objects.update(visibility="restricted")
    assert look(getattr(who, name), "visibility/").status_code == status


def test_a_visitor_is_refused(client, report):
    assert client.get(address(report)).status_code == 403


def test_who_is_asked_no_longer_to_review_does_not_see_it_any_more(say, look, report, who):
    for user in (who.ben, who.dan):
        report.reviewers.create(user=user)
    assertContains(look(who.ann, "visibility/"), f'name="asked" value="{who.ben.pk}"')
    say(who.ann, visibility="restricted", asked=[who.ben.pk, who.dan.pk])
    assert look(who.ben).status_code == 200
    say(who.ann, visibility="restricted", asked=[who.dan.pk], why="A mistake.", seen=1)
    assert (look(who.ben).status_code, look(who.dan).status_code) == (404, 200)
    assert history(report)[-1] == ("ann", "visibility", "not asked to review it any more: Ben Lee. A mistake.")


def test_who_was_asked_meanwhile_stays_asked(say, report, who):
    Document.objects.update(state=State.DRAFT)
    submit(report, [who.ben], by=who.ann)
    shown = say(who.ann, visibility="restricted", seen=0)
    assertContains(shown, "Somebody changed this meanwhile: here it is as it is now.")
    assert [reviewer.user for reviewer in report.reviewers.all()] == [who.ben]


def test_nobody_is_asked_to_review_on_this_page(say, report, who):
    say(who.ann, asked=[who.dan.pk])
    assert not report.reviewers.exists()


def test_of_an_imported_document_curators_say_who_sees_it(look, say, who):
    Document.objects.update(author=None)
    assert look(who.ann, "visibility/").status_code == 403
    assertContains(look(who.cleo, "visibility/"), "Curators always see it.")
    say(who.cleo, visibility="restricted", more="ann")
    assert look(who.ann).status_code == 200
    assert Event.objects.get().user == who.cleo
