"""Signing in, out and back in; one's own settings; who is asked to sign in, and how often one may try."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.people import Invitation, Member, Role

PASSWORD = "lock-order-17-rows"
AS_BROWSER = {"accept": "text/html,*/*;q=0.8"}


@pytest.fixture
def vera(db):
    cache.clear()
    user = get_user_model().objects.create_user("vera", "vera@example.org", PASSWORD)
    Member.objects.create(user=user, role=Role.VIEWER)
    return user


@pytest.fixture
def as_vera(client, vera):
    client.force_login(vera)
    return client


@pytest.fixture
def closed(settings):
    settings.ANONYMOUS_READ = False


def sign_in(client, login="vera", password=PASSWORD, **more):
    return client.post("/account/login/", {"login": login, "password": password}, **more)


@pytest.mark.parametrize("login", ["vera", "vera@example.org"])
def test_by_name_or_address(client, vera, login):
    assertRedirects(sign_in(client, login), "/")
    assertContains(client.get("/"), "<summary>vera</summary>")


def test_signing_in_leads_back_to_where_one_was(client, vera):
    assertContains(client.get("/rules/?sort=new"), 'href="/account/login/?next=/rules/%3Fsort%3Dnew"')
    page = client.post("/account/login/?next=/rules/", {"login": "vera", "password": PASSWORD, "next": "/rules/"})
    assertRedirects(page, "/rules/")


def test_never_to_another_site(client, vera):
    page = client.post("/account/login/", {"login": "vera", "password": PASSWORD, "next": "https://evil.example/"})
    assertRedirects(page, "/")


def test_a_wrong_password_is_told_in_words(client, vera):
    assertContains(sign_in(client, password="no"), "are not correct")


def test_signing_out(as_vera):
    assertRedirects(as_vera.post("/account/logout/"), "/")
    assertContains(as_vera.get("/"), "Sign in</a>")


def test_who_is_deactivated_is_told_so(client, vera):
    get_user_model().objects.update(is_active=False)
    assertRedirects(sign_in(client), "/account/inactive/")


def test_after_five_wrong_passwords_even_the_right_one_waits(client, vera):
    for _ in range(5):
        sign_in(client, password="guess")
    assertContains(sign_in(Client()), "Too many failed login attempts")


def test_behind_a_proxy_each_visitor_counts_alone(vera, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(11):
        sign_in(Client(), f"nobody{number}", headers={"x-forwarded-for": "203.0.113.7"})
    assertContains(sign_in(Client(), headers={"x-forwarded-for": "203.0.113.7"}), "Too many failed login attempts")
    assertRedirects(sign_in(Client(), headers={"x-forwarded-for": "198.51.100.2"}), "/", fetch_redirect_response=False)


def test_a_forgotten_password_is_reset_by_a_letter(client, vera):
    client.post("/account/password/reset/", {"email": "vera@example.org"})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    new = {"password1": "rows-in-order-42", "password2": "rows-in-order-42"}
    client.post(form.redirect_chain[-1][0], new)
    assertRedirects(sign_in(client, password="rows-in-order-42"), "/")


def test_nobody_learns_which_addresses_have_accounts(client, vera):
    pages = [client.post("/account/password/reset/", {"email": f"{name}@example.org"}) for name in ("vera", "nobody")]
    assert pages[0].url == pages[1].url


@pytest.mark.parametrize("weak", ["short", "password1234", "vera@example.org"])
def test_a_weak_password_is_refused(as_vera, weak):
    typed = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    assert as_vera.post("/account/password/change/", typed).status_code == 200
    assert get_user_model().objects.get().check_password(PASSWORD)


def test_another_address_waits_for_the_link_in_the_letter(client, vera):
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.post("/account/email/", {"email": "v@example.org", "action_add": ""}, follow=True)
    assertContains(page, "A letter with a link went to <strong>v@example.org</strong>")
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    client.post(link)
    assert get_user_model().objects.get().email == "v@example.org"


def test_sessions_elsewhere_are_listed_and_ended(client, vera):
    other = Client(headers={"user-agent": "Another browser"})
    for one in (other, client):
        sign_in(one)
    assertContains(client.get("/account/sessions/"), "Another browser")
    client.post("/account/sessions/")
    assertNotContains(other.get("/"), "<summary>vera</summary>")


def test_settings_are_kept(as_vera, vera):
    typed = {"name": "Vera Lind", "time_zone": "Europe/Berlin", "digest": "weekly"}
    assertContains(as_vera.post("/settings/", typed, follow=True), "<summary>Vera Lind</summary>")
    member = Member.objects.get(user=vera)
    assert (member.time_zone, member.digest) == ("Europe/Berlin", "weekly")


def test_a_zone_that_is_none_is_refused(as_vera):
    typed = {"name": "", "time_zone": "Mars/Olympus", "digest": "off"}
    assertContains(as_vera.post("/settings/", typed), "Select a valid choice")


def test_settings_are_for_who_is_signed_in(client, db):
    assertContains(client.get("/settings/"), 'href="/account/login/?next=/settings/"', status_code=403)


@pytest.mark.parametrize("zone, shown", [("UTC", "1 Jul 2036, 23:30 UTC"), ("Asia/Tokyo", "2 Jul 2036, 08:30 JST")])
def test_times_are_shown_in_the_zone_of_who_reads(as_vera, vera, zone, shown):
    Member.objects.filter(user=vera).update(time_zone=zone, role=Role.OWNER)
    Invitation.objects.create(token="x", expires=datetime(2036, 7, 1, 23, 30, tzinfo=UTC))
    assertContains(as_vera.get("/people/"), shown)


def test_an_address_is_changed_by_who_knows_the_password(client, vera):
    sign_in(client)
    page = client.post("/account/email/", {"email": "v@example.org", "action_add": ""})
    assertRedirects(page, "/account/reauthenticate/?next=/account/email/")


def test_the_day_of_the_last_visit_is_noted_once(as_vera, vera, django_assert_max_num_queries):
    as_vera.get("/settings/")
    assert Member.objects.get(user=vera).seen_on == datetime.now(UTC).date()
    with django_assert_max_num_queries(20) as asked:
        as_vera.get("/settings/")
    assert [query for query in asked.captured_queries if query["sql"].startswith("UPDATE")] == []


def test_an_account_from_the_command_line_gets_its_row(client, db):
    client.force_login(get_user_model().objects.create_superuser("root"))
    assert client.get("/settings/").status_code == 200
    assert Member.objects.get().user.username == "root"


def test_an_open_site_is_read_without_an_account(client, db):
    assert client.get("/documents/").status_code == 200


def test_a_closed_site_sends_visitors_to_the_sign_in(client, db, closed):
    page = client.get("/documents/?sort=new", headers=AS_BROWSER)
    assertRedirects(page, "/account/login/?next=/documents/%3Fsort%3Dnew")


def test_a_closed_site_is_read_by_its_people(as_vera, closed):
    assert as_vera.get("/documents/").status_code == 200


@pytest.mark.parametrize("place", ["/account/login/", "/account/signup/", "/account/password/reset/"])
def test_on_a_closed_site_the_way_in_is_open(client, db, closed, place):
    assert client.get(place, headers=AS_BROWSER).status_code == 200


def test_on_a_closed_site_an_invitation_is_read(client, db, closed):
    assertContains(client.get("/join/nothing/", headers=AS_BROWSER), "This link lets nobody in", status_code=404)


@pytest.mark.parametrize("place", ["/rules/?as=json", "/rules/?as=atom", "/rules/?as=csv"])
def test_a_closed_site_refuses_programs(client, db, closed, place):
    assert client.get(place, headers=AS_BROWSER).status_code == 403


@pytest.mark.parametrize("headers", [{"accept": "application/json"}, {"hx-request": "true"}])
def test_a_closed_site_refuses_what_is_no_page(client, db, closed, headers):
    assert client.get("/search/?q=lock", headers=headers).status_code == 403
