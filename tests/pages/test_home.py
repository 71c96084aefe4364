from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from kb.models import Meeting, Signature


def test_home_offers_the_paste_box_the_numbers_and_what_is_met_most(client, cast):
    page = client.get(reverse("home"))
    assertContains(page, 'action="/match/"')
    assertContains(page, "100 %")
    assertContains(page, cast.signature.get_absolute_url())
    assertContains(page, cast.log.get_absolute_url())


@pytest.mark.django_db
def test_empty_site_tells_what_to_do_first(client):
    page = client.get(reverse("home"))
    assertContains(page, "manage.py import_documents")
    assertNotContains(page, "Most met")


def test_rejected_signature_is_not_shown(client, cast):
    cast.signature.state = "rejected"
    cast.signature.save()
    assertNotContains(client.get(reverse("home")), cast.signature.get_absolute_url())


def test_more_signatures_ask_no_more_queries(client, cast, scribe, django_assert_max_num_queries):
    for number in range(30):
        scribe.entry("signature", f"Broken pipe {number}")
    with django_assert_max_num_queries(11):
        client.get(reverse("home"))


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_inline(client, cast):
    page = client.get(reverse("home"))
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self';")
    assertNotContains(page, "style=")
    assertNotContains(page, "<script>")


def test_what_was_met_in_thirty_days_comes_first(client, cast, scribe):
    today = timezone.localdate()
    other = scribe.entry("signature", "Broken pipe")
    Meeting.objects.create(day=today - timedelta(days=3), signature=other, n=2)
    Meeting.objects.create(day=today - timedelta(days=90), signature=cast.signature, n=9)
    page = client.get(reverse("home"))
    assertContains(page, "Met most in 30 days")
    assertContains(page, "2 pastes")
    assert list(page.context["met_lately"]) == [other]


def test_what_is_old_is_not_new(client, cast):
    Signature.objects.update(created=timezone.now() - timedelta(days=8))
    assertNotContains(client.get(reverse("home")), "New this week")


def test_documents_of_this_day_in_other_years_are_remembered(client, cast):
    today = timezone.localdate()
    cast.log.date = date(today.year - 4 + today.year % 4, today.month, today.day)
    cast.log.save()
    cast.incident.date = today
    cast.incident.save()
    assert list(client.get(reverse("home")).context["on_this_day"]) == [cast.log]


def test_what_waits_for_a_review_is_told_to_those_who_may(client, cast, settings):
    assertContains(client.get(reverse("home")), '<dt><a href="/review/">to review</a></dt><dd>2</dd>', html=True)
    settings.ALLOW_CURATION = False
    assertNotContains(client.get(reverse("home")), "to review")
