import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains


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
    with django_assert_max_num_queries(7):
        client.get(reverse("home"))


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_inline(client, cast):
    page = client.get(reverse("home"))
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self';")
    assertNotContains(page, "style=")
    assertNotContains(page, "<script>")
