"""The page of the people: who is here, in which role, and what owners and admins may change about it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertNumQueries, assertRedirects

from incidents.invitations import invite
from incidents.people import Invitation, Member, Role, role_of
from incidents.roles import LastOfItsKind, give_role


def account(name, role, **columns):
    user = get_user_model().objects.create_user(name, f"{name}@example.org", **columns)
    Member.objects.create(user=user, role=role)
    return user


@pytest.fixture
def team(db):
    """An admin, an owner and a viewer."""
    return {
        "ada": account("ada", Role.OWNER, is_superuser=True),
        "olga": account("olga", Role.OWNER),
        "vera": account("vera", Role.VIEWER),
    }


@pytest.fixture
def as_owner(client, team):
    client.force_login(team["olga"])
    return client


@pytest.fixture
def as_admin(client, team):
    client.force_login(team["ada"])
    return client


def link_on(page):
    return page.content.decode().split("<pre><code>")[1].split("</code>")[0]


def now(user):
    return get_user_model().objects.select_related("member").get(pk=user.pk)


def test_owners_see_who_is_here_and_with_which_role(as_owner, team):
    Authenticator.objects.create(user=team["vera"], type=Authenticator.Type.TOTP, data={})
    page = as_owner.get("/people/")
    assertContains(page, "vera@example.org")
    assertContains(page, "</span> set</span>", count=1)


@pytest.mark.parametrize("name", ["vera", None])
def test_others_are_refused(client, team, name):
    if name:
        client.force_login(team[name])
    assert client.get("/people/").status_code == 403


def test_more_people_take_no_more_queries(as_owner, django_assert_max_num_queries):
    as_owner.get("/people/")
    with django_assert_max_num_queries(12) as few:
        as_owner.get("/people/")
    for number in range(10):
        account(f"p{number}", Role.VIEWER)
        invite("Olga", role=Role.VIEWER, days=1)
    with assertNumQueries(len(few.captured_queries)):
        as_owner.get("/people/")


def test_a_role_is_given(as_owner, team):
    as_owner.post(f"/people/{team['vera'].pk}/role/", {"role": "curator"})
    assert role_of(now(team["vera"])) == "curator"


def test_an_owner_makes_no_admin(as_owner, team):
    assert as_owner.post(f"/people/{team['vera'].pk}/role/", {"role": "admin"}).status_code == 403
    assert not now(team["vera"]).is_superuser


@pytest.mark.parametrize("what", ["role", "deactivate", "reactivate"])
def test_an_owner_changes_no_admin(as_owner, team, what):
    assert as_owner.post(f"/people/{team['ada'].pk}/{what}/", {"role": "viewer"}).status_code == 403
    assert now(team["ada"]).is_superuser


def test_an_admin_makes_another_and_may_then_step_back(as_admin, team):
    as_admin.post(f"/people/{team['vera'].pk}/role/", {"role": "admin"})
    as_admin.post(f"/people/{team['ada'].pk}/role/", {"role": "viewer"})
    assert [now(team[name]).is_superuser for name in ("vera", "ada")] == [True, False]


def test_the_last_admin_stays(as_admin, team):
    page = as_admin.post(f"/people/{team['ada'].pk}/role/", {"role": "owner"}, follow=True)
    assertContains(page, "ada is the last admin")
    assert now(team["ada"]).is_superuser


def test_the_last_owner_stays(as_owner, team):
    team["ada"].delete()
    page = as_owner.post(f"/people/{team['olga'].pk}/role/", {"role": "viewer"}, follow=True)
    assertContains(page, "olga is the last owner")
    assert role_of(now(team["olga"])) == "owner"


def test_two_owners_who_lower_one_another_leave_one(shared_database):
    owners = [account("olga", Role.OWNER), account("otto", Role.OWNER)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(_lower, owners))
    assert Member.objects.filter(role=Role.OWNER).count() == 1


def _lower(user):
    try:
        give_role(user, Role.VIEWER)
    except LastOfItsKind:
        return
    finally:
        connection.close()


def test_a_deactivated_account_is_out_at_once_and_back_when_reactivated(as_owner, team):
    vera = Client()
    vera.force_login(team["vera"])
    as_owner.post(f"/people/{team['vera'].pk}/deactivate/")
    assert vera.get("/settings/").status_code == 403
    as_owner.post(f"/people/{team['vera'].pk}/reactivate/")
    assert now(team["vera"]).is_active


def test_an_invitation_is_shown_once(as_owner):
    page = as_owner.post("/people/invite/", {"role": "curator", "days": 7}, follow=True)
    assert Client().get(link_on(page), follow=True).redirect_chain == [("/account/signup/", 302)]
    assertNotContains(as_owner.get("/people/"), "/join/")


def test_a_withdrawn_invitation_is_over(as_owner):
    link = link_on(as_owner.post("/people/invite/", {"role": "curator", "days": 7}, follow=True))
    as_owner.post(f"/people/invitations/{Invitation.objects.get().pk}/withdraw/")
    assert Client().get(link).status_code == 404


def test_nobody_is_invited_as_an_admin(as_admin):
    page = as_admin.post("/people/invite/", {"role": "admin", "days": 7})
    assertContains(page, "Select a valid choice")
    assert not Invitation.objects.exists()


def test_the_link_of_the_first_admin_is_nobodys_to_withdraw(as_owner, db):
    first = Invitation.objects.create(token="x", is_admin=True)
    assert as_owner.post(f"/people/invitations/{first.pk}/withdraw/").status_code == 404


@pytest.mark.parametrize("sends, letters", [(True, ["vera@example.org"]), (False, [])])
def test_the_link_is_mailed_where_there_is_a_server_for_it(as_owner, settings, sends, letters):
    settings.SENDS_EMAIL = sends
    as_owner.post("/people/invite/", {"role": "viewer", "days": 7, "email": "vera@example.org"})
    assert [to for letter in mail.outbox for to in letter.to] == letters


def test_what_fails_to_be_sent_is_said_and_the_link_is_there(as_owner, settings):
    settings.SENDS_EMAIL = True
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1
    sent = {"role": "viewer", "days": 7, "email": "vera@example.org"}
    page = as_owner.post("/people/invite/", sent, follow=True)
    assertContains(page, "pass the link on yourself")
    assert link_on(page)


SMTP = "django.core.mail.backends.smtp.EmailBackend"


def test_invited_from_elsewhere_is_refused(client, team):
    client.force_login(team["vera"])
    assert client.post("/people/invite/", {"role": "owner", "days": 7}).status_code == 403
    assert not Invitation.objects.exists()


def test_reading_these_pages_changes_nothing(as_owner, team):
    for place in ("invite/", f"{team['vera'].pk}/role/", f"{team['vera'].pk}/deactivate/"):
        assert as_owner.get(f"/people/{place}").status_code == 405
    assertRedirects(as_owner.post("/people/invite/", {"role": "viewer", "days": 1}), "/people/#invitations")
