"""A link makes one account with its role, once; without one nobody makes an account."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.invitations import InvitationOver, admit, invite, invite_first_admin, open_invitation
from incidents.people import Invitation, role_of

PASSWORD = "lock-order-17-rows"


def fill(client, name):
    """What the sign-up form answers to a new name."""
    typed = {"username": name, "email": f"{name}@example.org", "password1": PASSWORD, "password2": PASSWORD}
    return client.post("/account/signup/", typed)


def accounts():
    return get_user_model().objects


@pytest.fixture
def token(db):
    return invite("Olga", role="curator", days=7)


def test_the_link_leads_to_an_account_with_the_role(client, token):
    assertRedirects(client.get(f"/join/{token}/"), "/account/signup/")
    assertContains(client.get("/account/signup/"), "Olga invites you as a curator.")
    assertRedirects(fill(client, "carla"), "/")
    assert role_of(accounts().get(username="carla")) == "curator"


def test_the_table_holds_nothing_that_lets_somebody_in(token):
    assert not Invitation.objects.filter(token=token).exists()
    assert open_invitation(Invitation.objects.get().token) is None


def test_the_address_that_was_invited_stands_in_the_form(client, db):
    client.get(f"/join/{invite('Olga', role='viewer', days=1, email='vera@example.org')}/")
    assertContains(client.get("/account/signup/"), 'value="vera@example.org"')


def test_without_a_link_the_page_says_so_in_a_sentence(client, db):
    page = client.get("/account/signup/")
    assertContains(page, "An account is made by the link that an owner of this site sends")
    assertNotContains(page, "password1")


def test_without_a_link_no_account_is_made(client, db):
    fill(client, "mallory")
    assert not accounts().exists()


def test_a_used_link_is_over(client, token):
    client.get(f"/join/{token}/")
    fill(client, "carla")
    assertContains(Client().get(f"/join/{token}/"), "This link lets nobody in", status_code=404)


def test_a_mistake_in_the_form_leaves_the_link_good(client, token):
    client.get(f"/join/{token}/")
    client.post("/account/signup/", {"username": "carla"})
    assert open_invitation(token)


def test_an_address_that_has_an_account_leaves_the_link_good(client, token):
    accounts().create_user("first", "carla@example.org")
    client.get(f"/join/{token}/")
    fill(client, "carla")
    assert open_invitation(token)
    assert accounts().count() == 1


@pytest.mark.parametrize("over", [{"expires": timezone.now() - timedelta(seconds=1)}, {"withdrawn_at": timezone.now()}])
def test_a_link_that_is_over_or_withdrawn_lets_nobody_in(client, token, over):
    client.get(f"/join/{token}/")
    Invitation.objects.update(**over)
    assert client.get(f"/join/{token}/").status_code == 404
    fill(client, "carla")
    assert not accounts().exists()


def test_who_has_an_account_is_told_and_the_link_stays_good(client, token):
    client.force_login(accounts().create_user("vera"))
    assertContains(client.get(f"/join/{token}/"), "You have an account")
    assert open_invitation(token)


def test_the_first_admin_comes_by_the_link_of_the_terminal(client, db):
    client.get(f"/join/{invite_first_admin()}/")
    assertContains(client.get("/account/signup/"), "It will be the first of this site, an admin")
    fill(client, "ada")
    assert accounts().get(username="ada").is_superuser


def test_the_next_start_prints_another_link_and_the_last_one_is_over(db):
    first, second = invite_first_admin(), invite_first_admin()
    assert open_invitation(first) is None
    assert open_invitation(second)


def test_with_an_admin_from_elsewhere_the_printed_link_is_over(client, db):
    token = invite_first_admin()
    accounts().create_superuser("root")
    assert client.get(f"/join/{token}/").status_code == 404


def test_of_two_at_once_one_gets_in(shared_database):
    token = invite("Olga", role="contributor", days=7)
    clients = [Client(), Client()]
    for client in clients:
        client.get(f"/join/{token}/")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(_fill_and_leave, clients, ["anna", "bert"]))
    assert accounts().get() == Invitation.objects.get().used_by


def test_of_eight_that_take_it_in_the_same_moment_one_gets_in(shared_database):
    token, start = invite("Olga", role="contributor", days=7), Barrier(8)
    with ThreadPoolExecutor(8) as pool:
        let_in = list(pool.map(lambda n: _take(token, f"visitor{n}", start), range(8)))
    assert sorted(let_in) == [False] * 7 + [True]
    assert accounts().get() == Invitation.objects.get().used_by


def _fill_and_leave(client, name):
    try:
        return fill(client, name)
    finally:
        connection.close()


def _take(token, name, start):
    start.wait()
    try:
        with transaction.atomic():
            admit(accounts().create_user(name), token)
    except InvitationOver:
        return False
    finally:
        connection.close()
    return True
