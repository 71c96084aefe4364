"""The steps of a document on its way: who is offered and allowed which, what is said, what was learnt from it."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.publishing import publish, submit, supersede
from incidents.reviews import Reviewer, State
from incidents.revising import revise
from kb.catalogue import learn
from kb.curation.entries import reject
from kb.models import Cause, Rule
from kb.watching import Notice

REPORT = "# Orders down\n\n## Root Cause\n\n1. The pool ran dry.\n\n## Prevention\n\n- Watch the pool.\n"
LATER = REPORT.replace("ran dry", "of ten ran dry")


@pytest.fixture
def cleo(account, settings):
    """A curator, where only curators decide."""
    settings.ALLOW_CURATION = False
    return account("cleo", "curator")


@pytest.fixture
def report(write, ann):
    return write(REPORT, ann)


@pytest.fixture
def page(client):
    """A page of the document as somebody gets it, or what comes of sending a form there."""

    def page(user, document, place="", sent=None):
        client.force_login(user)
        address = document.get_absolute_url() + place
        return client.get(address) if sent is None else client.post(address, sent, follow=True)

    return page


def state(document):
    document.refresh_from_db()
    return document.state


def notices(user):
    return list(Notice.objects.filter(user=user).values_list("kind", "text"))


def test_a_draft_says_that_nothing_is_learnt_and_offers_what_comes_next(page, report, ann):
    shown = page(ann, report)
    assertContains(shown, '<li aria-current="step">draft</li>', html=True)
    assertContains(shown, "Nothing learnt yet")
    assertContains(shown, reverse("document_submit", args=[report.pk]))
    assertContains(shown, reverse("document_publish", args=[report.pk]))


def test_another_contributor_is_not_offered_to_publish(page, report, ben):
    shown = page(ben, report)
    assertContains(shown, reverse("document_submit", args=[report.pk]))
    assertNotContains(shown, reverse("document_publish", args=[report.pk]))


def test_reviewers_are_asked_and_told(page, report, ann, ben):
    assertContains(page(ann, report, "submit/"), "ben")
    shown = page(ann, report, "submit/", {"reviewers": [ben.pk], "why": "The cause."})
    assertContains(shown, "ben was asked")
    assert state(report) == State.REVIEW
    assert notices(ben) == [("review", "Orders down")]


def test_viewers_and_the_author_are_not_to_be_chosen(page, report, account, ann):
    vera = account("vera", "viewer")
    shown = page(ann, report, "submit/")
    assertNotContains(shown, "vera")
    assertContains(shown, "nobody else to be asked")
    assertContains(page(ann, report, "submit/", {"reviewers": [vera.pk]}), "not one of the available choices")


def test_who_is_asked_may_see_a_restricted_document(page, write, ann, ben):
    report = write(REPORT, ann, visibility="restricted")
    assert page(ben, report, "comments/").status_code == 404
    page(ann, report, "submit/", {"reviewers": [ben.pk]})
    assert page(ben, report, "comments/").status_code == 200


def test_the_first_page_of_a_reviewer_shows_what_waits(client, report, ann, ben):
    submit(report, [ben], by=ann)
    client.force_login(ben)
    assertContains(client.get("/"), "You are asked to review")
    client.force_login(ann)
    assertNotContains(client.get("/"), "You are asked to review")


def test_a_reviewer_approves_and_the_author_is_told(page, report, ann, ben):
    submit(report, [ben], by=ann)
    assertContains(page(ben, report), "Give your verdict")
    shown = page(ben, report, "verdict/", {"revision": 1, "verdict": "approved", "why": "Clear."})
    assertContains(shown, "ben approved")
    assert notices(ann) == [("judged", "Approved: Orders down. Clear.")]


def test_an_approval_of_an_older_revision_says_so(page, report, ann, ben):
    submit(report, [ben], by=ann)
    page(ben, report, "verdict/", {"revision": 1, "verdict": "approved"})
    revise(report, LATER.encode(), by=ann)
    assertContains(page(ann, report), "revision 1, changed since")
    assertContains(page(ben, report, "verdict/"), f"{reverse('revisions_compare', args=[report.pk])}?from=1&amp;to=2")


def test_changes_are_asked_for_in_words(page, report, ann, ben):
    submit(report, [ben], by=ann)
    shown = page(ben, report, "verdict/", {"revision": 1, "verdict": "changes", "why": ""})
    assertContains(shown, "Say what is to be changed.")
    assert Reviewer.objects.get().verdict == ""


def test_only_who_was_asked_judges_and_never_the_author(page, report, account, ann, ben):
    submit(report, [ben], by=ann)
    for user in (ann, account("outsider")):
        sent = {"revision": 1, "verdict": "approved"}
        assert page(user, report, "verdict/", sent).status_code == 403
    assert page(account("cleo", "curator"), report, "verdict/").status_code == 200


def test_before_publishing_stands_what_would_be_learnt(page, report, write, ann):
    learn(publish(write(REPORT, ann, "older"), by=ann))
    reject(Rule.objects.get(), by="Cleo")
    write("# More\n\n## Root Cause\n\n1. Quite another thing.\n", ann, "more")
    revise(report, (REPORT + "- Name the order.\n").encode(), by=ann)
    shown = page(ann, report, "publish/")
    assertContains(shown, "the same cause")
    assertContains(shown, "in 1 other document")
    assertContains(shown, "rejected before")
    assertContains(shown, "Name the order.")
    assert (Cause.objects.count(), Rule.objects.count(), report.findings.count()) == (1, 1, 0)
    assert state(report) == State.DRAFT


def test_what_only_a_hidden_document_says_is_new_to_who_may_not_see_it(page, report, write, account, ann):
    hidden = REPORT.replace("The pool ran dry.", "The secret pool ran dry.")
    learn(publish(write(hidden, account("cleo", "curator"), "hidden", visibility="restricted"), by=ann))
    revise(report, REPORT.replace("The pool", "The secret pool").encode(), by=ann)
    shown = page(ann, report, "publish/")
    assertNotContains(shown, "the same cause")
    assertNotContains(shown, reverse("cause", args=[Cause.objects.get().pk]))


def test_what_lacks_is_told_before_and_there_is_no_button(page, write, ann):
    form = write("# Orders\n\n## Action items\n\n- [ ] Watch the pool\n", ann)
    shown = page(ann, form, "publish/")
    assertContains(shown, "Line 5: “Watch the pool” has no owner and no due date.")
    assertNotContains(shown, '<button class="main">Publish</button>', html=True)
    assertContains(page(ann, form, "publish/", {"seen": 1}), "has no owner")
    assert state(form) == State.DRAFT


def test_published_it_is_learnt_and_told_to_who_watches(page, report, ann, ben):
    ben.watches.create(thing=f"document-{report.pk}")
    shown = page(ann, report, "publish/", {"seen": 1})
    assertRedirects(shown, reverse("document_learnt", args=[report.pk]))
    assertContains(shown, "The pool ran dry.")
    assert Cause.objects.get().text == "The pool ran dry."
    assert ("watched", "Published: Orders down") in notices(ben)


def test_what_was_edited_meanwhile_is_not_published_unseen(page, report, ann, ben):
    revise(report, LATER.encode(), by=ben)
    assertContains(page(ann, report, "publish/", {"seen": 1}), "Revision 2 was written meanwhile")
    assert state(report) == State.DRAFT


def test_what_is_published_already_leads_to_its_page(page, report, ann):
    publish(report, by=ann)
    assertContains(page(ann, report, "publish/", {"seen": 1}), "This document is published by now.")


def test_where_review_is_asked_for_the_author_waits_for_an_approval(page, report, ann, ben, settings):
    settings.REVIEW_REQUIRED = True
    assertContains(page(ann, report, "publish/"), "Somebody other than its author must approve")
    submit(report, [ben], by=ann)
    page(ben, report, "verdict/", {"revision": 1, "verdict": "approved"})
    page(ann, report, "publish/", {"seen": 1})
    assert state(report) == State.PUBLISHED


def test_a_curator_confirms_in_place_what_was_learnt(client, page, report, cleo):
    learn(publish(report, by=report.author))
    cause = Cause.objects.get()
    assertContains(page(cleo, report, "learnt/"), reverse("decide", args=["cause", cause.pk, "confirm"]))
    here = reverse("document_learnt", args=[report.pk])
    shown = client.post(
        reverse("decide", args=["cause", cause.pk, "confirm"]), {"version": 0, "next": here}, follow=True
    )
    assertContains(shown, "1 of 2 not confirmed by anybody yet")


def test_the_author_is_not_offered_to_confirm_but_to_tell_the_curators(page, report, ann, cleo):
    learn(publish(report, by=ann))
    shown = page(ann, report, "learnt/")
    assertNotContains(shown, "Accept")
    assertContains(shown, "Tell the curators")
    assertContains(shown, f"{reverse('comment_new', args=[report.pk])}?first=5&amp;last=5")


def test_of_a_draft_nothing_was_learnt(page, report, ann):
    assert page(ann, report, "learnt/").status_code == 404


def test_taken_back_to_draft_its_findings_are_gone(page, report, ann):
    learn(publish(report, by=ann))
    assertContains(page(ann, report, "step/withdraw/", {"why": "Too early."}), "It is a draft again.")
    assert not Cause.objects.exists()


def test_a_curator_archives_and_opens_again(page, report, ann, cleo):
    publish(report, by=ann)
    assertContains(page(cleo, report, "step/archive/", {"why": ""}), "nobody looks after this document")
    assertContains(page(cleo, report, "step/reopen/", {"why": ""}), "It is published again.")
    assert page(ann, report, "step/archive/", {"why": ""}).status_code == 403


@pytest.mark.parametrize("link", ["http://errata.example/documents/{}/#L5", "{}", "#{}"])
def test_superseded_each_page_leads_to_the_other(page, report, write, cleo, link):
    newer = publish(write(LATER.replace("Orders", "All orders"), cleo, "newer"), by=cleo)
    publish(report, by=cleo)
    shown = page(cleo, report, "step/supersede/", {"successor": link.format(newer.pk), "why": ""})
    assertContains(shown, f'Superseded by <a href="{newer.get_absolute_url()}">All orders down</a>')
    assertContains(page(cleo, newer), f'takes the place of <a href="{report.get_absolute_url()}">Orders down</a>')


def test_a_successor_that_somebody_may_not_see_is_not_named(page, report, write, account, ann):
    newer = publish(write(LATER.replace("Orders", "Secret"), ann, "newer", visibility="restricted"), by=ann)
    supersede(publish(report, by=ann), newer, by=ann)
    shown = page(account("vera", "viewer"), report)
    assertContains(shown, "Superseded")
    assertNotContains(shown, "Secret")
    wrong = {"successor": str(newer.pk), "why": ""}
    assert page(account("outsider"), report, "step/supersede/", wrong).status_code == 403


@pytest.mark.parametrize("name", ["publish", "nothing"])
def test_there_are_no_other_steps(page, report, ann, name):
    assert page(ann, report, f"step/{name}/").status_code == 404


@pytest.mark.parametrize("place", ["submit/", "verdict/", "publish/", "learnt/", "step/withdraw/", "comments/"])
def test_of_what_is_hidden_nobody_knows(page, write, account, ann, place):
    report = write(REPORT, ann, visibility="restricted")
    assert page(account("outsider"), report, place).status_code == 404


def test_visitors_decide_nothing(client, report):
    for place in ("submit/", "verdict/", "publish/", "step/withdraw/", "comments/new/"):
        assert client.get(report.get_absolute_url() + place).status_code in (403, 404)


def test_more_reviewers_ask_no_more_questions(client, report, account, ann, django_assert_max_num_queries):
    client.force_login(ann)
    submit(report, [account("ben")], by=ann)
    client.get(report.get_absolute_url())
    with django_assert_max_num_queries(100) as few:
        client.get(report.get_absolute_url())
    submit(report, [account(name) for name in ("cleo", "dan", "eve")], by=ann)
    with django_assert_max_num_queries(len(few)):
        client.get(report.get_absolute_url())
