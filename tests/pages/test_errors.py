"""What is shown when there is nothing to show. None of it may need the database: that may be what failed."""

from django.test import Client, RequestFactory
from django.urls import get_resolver
from pytest_django.asserts import assertContains


def respond(code, **arguments):
    handler = get_resolver().resolve_error_handler(code)
    return handler(RequestFactory().get("/anything/"), **arguments)


def test_unknown_address_leads_on(client):
    page = client.get("/no/such/page/")
    assertContains(page, "There is no such page", status_code=404)
    assertContains(page, 'href="/signatures/"', status_code=404)


def test_failure_of_ours_is_told_without_the_database():
    assertContains(respond(500), "Something here failed", status_code=500)


def test_request_over_the_limit_is_told_what_to_do(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    page = client.post("/match/", {"text": "E   ValueError: no\n" * 100})
    assertContains(page, "larger than this site takes", status_code=400)


def test_form_without_its_token_is_refused_in_words():
    page = Client(enforce_csrf_checks=True).post("/match/", {"text": "x"})
    assertContains(page, "The form was too old", status_code=403)
