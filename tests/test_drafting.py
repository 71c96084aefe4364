"""A draft is one person's, is never written over unseen, and is no revision; who is there is told for a while."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from incidents.drafting import HERE, be_here, drop_draft, keep_draft, others_here, version_of
from incidents.models import Draft, Presence
from incidents.writing import begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return begin("# Orders\n", "incidents/orders", by="Ann", visibility="open")


@pytest.fixture
def ann():
    return User.objects.create_user("ann")


@pytest.fixture
def ben():
    return User.objects.create_user("ben", first_name="Ben", last_name="Okri")


def keep(document, user, text, known=""):
    return keep_draft(document, user, text=text, base=1, known=known)


def test_a_draft_is_kept_for_its_author_and_makes_no_revision(document, ann, ben):
    keep(document, ann, "mine")
    keep(document, ben, "his")
    assert list(Draft.objects.order_by("user").values_list("text", flat=True)) == ["mine", "his"]
    assert document.revisions.count() == 1


def test_a_window_goes_on_with_the_draft_that_it_knows(document, ann):
    draft, _ = keep(document, ann, "one")
    draft, is_kept = keep(document, ann, "two", version_of(draft))
    assert (is_kept, Draft.objects.get().text) == (True, "two")


def test_another_window_does_not_write_over_it(document, ann):
    keep(document, ann, "one")
    draft, is_kept = keep(document, ann, "other")
    assert (is_kept, draft.text) == (False, "one")
    assert keep(document, ann, "other", version_of(draft))[1]


def test_the_same_text_is_no_other_draft(document, ann):
    keep(document, ann, "one")
    assert keep(document, ann, "one")[1]


def test_a_draft_goes_only_when_it_is_the_one_that_was_meant(document, ann):
    draft, _ = keep(document, ann, "one")
    drop_draft(document, ann, known="")
    assert Draft.objects.exists()
    drop_draft(document, ann, known=version_of(draft))
    assert not Draft.objects.exists()


def test_others_are_told_until_they_are_gone_for_a_while(document, ann, ben):
    be_here(document, ann)
    be_here(document, ben)
    assert (others_here(document, ann), others_here(document, ben)) == (["Ben Okri"], ["ann"])
    Presence.objects.filter(user=ben).update(seen_at=timezone.now() - HERE - timedelta(seconds=1))
    assert others_here(document, ann) == []
