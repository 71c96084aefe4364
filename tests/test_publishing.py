"""A written document goes from draft to published: who may judge what, when it teaches something, what is refused."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from incidents.models import Document
from incidents.publishing import (
    NO_TITLE,
    NOT_APPROVED,
    STILL_A_FORM,
    approve,
    archive,
    ask_for_changes,
    lacking,
    publish,
    reopen,
    submit,
    supersede,
    told_by,
    withdraw,
)
from incidents.rereading import reread
from incidents.reviews import Event, Reviewer, State
from incidents.revising import Outdated, delete, restore, revise
from kb.catalogue import drop_unfounded, learn, learn_all
from kb.curation.entries import confirm
from kb.models import Cause

REPORT = "# Orders down\n\n## Root Cause\n\n1. The pool ran dry.\n\n## Prevention\n\n- Watch the pool.\n"
LATER = REPORT.replace("ran dry", "of ten ran dry")


@pytest.fixture
def report(write, ann):
    return write(REPORT, ann)


def events(document):
    return list(document.events.values_list("kind", "name", "revision"))


def causes(document):
    return list(document.findings.filter(kind="cause").values_list("text", flat=True))


def asked(user):
    return [reviewer.document for reviewer in Reviewer.objects.asked(user)]


def test_a_report_is_submitted_approved_and_published(report, ann, ben):
    submit(report, [ben], by=ann)
    assert report.state == State.REVIEW
    approve(report, revision=1, by=ben, why="Clear.")
    publish(report, by=ann, seen=1)
    assert causes(report) == ["The pool ran dry."]
    assert events(report) == [("submitted", "ann", 1), ("approved", "ben", 1), ("published", "ann", 1)]


def test_a_draft_teaches_nothing_however_it_is_edited_read_again_or_brought_back(report, ann):
    revise(report, LATER.encode(), by=ann)
    Document.objects.update(reader="an old one")
    list(reread(learn_all))
    delete(report, by=ann)
    learn(restore(report))
    assert causes(report) == []
    assert not Cause.objects.exists()


def test_what_is_edited_after_publication_is_learnt_at_once(report, ann):
    publish(report, by=ann)
    revise(report, LATER.encode(), by=ann)
    assert causes(report) == ["The pool of ten ran dry."]


def test_a_withdrawal_takes_the_findings_away_and_leaves_what_people_decided(report, ann):
    learn(publish(report, by=ann))
    cause = Cause.objects.get()
    confirm(cause, by="Cleo")
    learn(withdraw(report, by=ann, why="Too early."))
    drop_unfounded()
    assert causes(report) == []
    assert list(Cause.objects.all()) == [cause]


def test_a_withdrawal_takes_away_what_only_this_document_said(report, ann):
    learn(publish(report, by=ann))
    learn(withdraw(report, by=ann))
    drop_unfounded()
    assert not Cause.objects.exists()


def test_archived_and_superseded_documents_still_teach(report, write, ann):
    publish(report, by=ann)
    archive(report, by="Cleo")
    assert causes(report)
    newer = publish(write(LATER, ann, "newer"), by=ann)
    supersede(report, newer, by="Cleo")
    assert (causes(report), list(newer.supersedes.all())) == (["The pool ran dry."], [report])


def test_reopened_a_document_has_no_successor_any_more(report, write, ann):
    publish(report, by=ann)
    supersede(report, publish(write(LATER, ann, "newer"), by=ann), by=ann)
    reopen(report, by=ann)
    assert (report.state, report.superseded_by) == (State.PUBLISHED, None)
    assert events(report)[-1] == ("reopened", "ann", 1)


def test_no_document_takes_the_place_of_one_that_takes_its_place(report, write, ann):
    newer = publish(write(LATER, ann, "newer"), by=ann)
    supersede(publish(report, by=ann), newer, by=ann)
    for successor in (newer, report):
        with pytest.raises(ValidationError, match="its own place"):
            supersede(newer, successor, by=ann)


def test_a_draft_takes_nobodys_place(report, write, ann):
    publish(report, by=ann)
    with pytest.raises(ValidationError, match="not published"):
        supersede(report, write(LATER, ann, "newer"), by=ann)


STEPS = {
    "draft": [archive, reopen, withdraw],
    "review": [archive, reopen],
    "published": [publish, reopen],
    "archived": [publish, archive, withdraw],
    "superseded": [publish, archive, withdraw],
}


@pytest.mark.parametrize("state", STEPS)
def test_a_step_that_is_not_next_is_refused_in_a_sentence(report, ann, state):
    Document.objects.update(state=state)
    for step in STEPS[state]:
        with pytest.raises(Outdated, match=r"This document is .* by now\."):
            step(report, by=ann)
    assert events(report) == []


def test_an_approval_is_of_the_revision_that_was_seen(report, ann, ben):
    submit(report, [ben], by=ann)
    revise(report, LATER.encode(), by=ann)
    assert approve(report, revision=1, by=ben).revision == 1
    with pytest.raises(Outdated, match="not there"):
        approve(report, revision=7, by=ben)


def test_who_asks_for_changes_says_which(report, ann, ben):
    submit(report, [ben], by=ann)
    with pytest.raises(ValidationError, match="what is to be changed"):
        ask_for_changes(report, revision=1, by=ben, why=" ")


def test_nobody_judges_what_they_wrote(report, ann, ben):
    with pytest.raises(ValidationError, match="Nobody reviews"):
        submit(report, [ann], by=ben)
    submit(report, [ben], by=ann)
    with pytest.raises(ValidationError, match="Nobody judges"):
        approve(report, revision=1, by=ann)


def test_somebody_must_be_asked(report, ann, ben):
    with pytest.raises(ValidationError, match="Choose who"):
        submit(report, [], by=ann)
    submit(report, [ben], by=ann)
    withdraw(report, by=ann)
    assert submit(report, [], by=ann) == []


def test_a_document_waits_for_its_reviewer_until_judged_and_again_after_an_edit(report, ann, ben):
    submit(report, [ben], by=ann)
    assert asked(ben) == [report]
    approve(report, revision=1, by=ben)
    assert asked(ben) == []
    revise(report, LATER.encode(), by=ann)
    assert asked(ben) == [report]
    publish(report, by=ann)
    assert asked(ben) == []


class TestWhereTheSiteAsksForReview:
    @pytest.fixture(autouse=True)
    def asked_for(self, settings):
        settings.REVIEW_REQUIRED = True

    def test_the_author_alone_does_not_publish(self, report, ann):
        with pytest.raises(ValidationError, match=NOT_APPROVED):
            publish(report, by=ann)
        assert report.state == State.DRAFT

    def test_an_approval_counts_until_the_next_edit(self, report, ann, ben):
        submit(report, [ben], by=ann)
        approve(report, revision=1, by=ben)
        assert lacking(report, told_by(report)) == []
        revise(report, LATER.encode(), by=ann)
        assert lacking(report, told_by(report)) == [NOT_APPROVED]

    def test_who_asks_for_changes_is_heard(self, report, account, ann, ben):
        submit(report, [ben], by=ann)
        approve(report, revision=1, by=ben)
        ask_for_changes(report, revision=1, by=account("cleo"), why="Name the pool.")
        assert lacking(report, told_by(report)) == ["cleo asked for changes of the text as it is now."]


LACKING = {
    "no title": ("The pool ran dry.\n", [NO_TITLE]),
    "a title of one's own": ("# Pool\n\nThe pool ran dry.\n", []),
    "a form": ("# [Incident title]\n\n## Root Cause\n\nThe pool ran dry.\n", [STILL_A_FORM]),
    "an action of nobody": (
        "# Pool\n\n## Action items\n\n- [ ] Watch it (due 2026-12-01)\n",
        ["Line 5: “Watch it” has no owner."],
    ),
    "an action without a day": (
        "# Pool\n\n## Action items\n\n- [ ] @ann: Watch it\n",
        ["Line 5: “Watch it” has no due date."],
    ),
    "an action of nobody and never": (
        "# Pool\n\n## Action items\n\n- [ ] Watch it\n- [x] Raise it\n",
        ["Line 5: “Watch it” has no owner and no due date."],
    ),
    "a choice": ("---\nseverity: P1 | P2 | P3\n---\n# Pool\n", [STILL_A_FORM]),
}


@pytest.mark.parametrize("text, sentences", LACKING.values(), ids=LACKING)
def test_what_lacks_is_said(write, ann, text, sentences):
    document = write(text, ann)
    assert lacking(document, told_by(document)) == sentences


def test_what_lacks_keeps_a_document_from_being_published(write, ann):
    document = write("The pool ran dry.\n", ann)
    with pytest.raises(ValidationError, match="It has no title"):
        publish(document, by=ann)


def test_what_was_not_seen_is_not_published(report, ann, ben):
    revise(report, LATER.encode(), by=ben)
    with pytest.raises(Outdated, match="Revision 2 was written meanwhile"):
        publish(report, by=ann, seen=1)


def test_nobody_decides_on_what_is_deleted(report, ann):
    delete(report, by=ann)
    with pytest.raises(Outdated, match="deleted"):
        publish(report, by=ann)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_does(shared_database, report, ann):
    start, told = Barrier(2), []

    def one():
        start.wait()
        try:
            with transaction.atomic():
                learn(publish(Document.objects.get(pk=report.pk), by=ann))
            told.append("published")
        except Outdated as error:
            told.append(str(error))
        finally:
            connection.close()

    threads = [Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["This document is published by now.", "published"]
    assert Event.objects.filter(kind=Event.Kind.PUBLISHED).count() == 1
