"""In a real browser: the first admin invites somebody, who joins in another window and adds a second factor."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import get_user_model
from django.core.cache import cache

from incidents.invitations import invite_first_admin
from incidents.people import role_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "lock-order-17-rows"
PHONE = {"width": 320, "height": 700}


@pytest.fixture(autouse=True)
def _nobody_tried_yet(db):
    cache.clear()


def make_account(page, name):
    page.get_by_label("Username").fill(name)
    page.get_by_label("Email").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password (again)").fill(PASSWORD)
    page.get_by_role("button", name="Make it").click()
    page.get_by_text(name, exact=True).wait_for()


def code_of(secret, which=1):
    """What the app shows; `which` 2 is the next number, for a second one is never taken twice."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[which]))


def sign_out(page, name):
    page.get_by_text(name, exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").wait_for()


def sign_in(page, name):
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("User name or e-mail address").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_from_the_first_link_to_a_second_factor(live_server, visitor):
    admin, other = visitor(), visitor(theme="dark", size=PHONE)
    admin.goto(f"{live_server.url}/join/{invite_first_admin()}/")
    make_account(admin, "ada")
    admin.get_by_text("ada", exact=True).click()
    admin.get_by_role("link", name="People").click()
    admin.get_by_label("Role", exact=True).select_option("curator")
    admin.get_by_role("button", name="Make a link").click()
    other.goto(admin.locator(".notice code").inner_text())
    make_account(other, "carla")
    assert role_of(get_user_model().objects.get(username="carla")) == "curator"
    secret = add_app(other, live_server)
    sign_out(other, "carla")
    sign_in(other, "carla")
    other.get_by_label("Code").fill(code_of(secret, 2))
    other.get_by_role("button", name="Sign In", exact=True).click()
    other.get_by_text("carla", exact=True).wait_for()
    admin.reload()
    assert admin.locator("tr", has_text="carla").locator(".state.worked").count() == 1


def add_app(page, live_server):
    """The secret of an authenticator app that is added on the way a person goes."""
    page.goto(f"{live_server.url}/settings/")
    page.get_by_role("link", name="Second factor").click()
    page.get_by_role("link", name="Add an app").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    assert page.locator(".qr svg").bounding_box()["width"] > 100
    secret = page.locator("code").first.inner_text()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Turn it on").click()
    assert re.search(r"\d{4,}", page.get_by_label("Unused codes").input_value())
    return secret


def test_a_passkey_signs_in_without_a_password(live_server, visitor):
    page = visitor()
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    home = live_server.url
    page.goto(f"{home}/join/{invite_first_admin()}/")
    make_account(page, "ada")
    page.goto(f"{home}/account/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.get_by_label("Unused codes").wait_for()
    sign_out(page, "ada")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("button", name="With a passkey").click()
    page.get_by_text("ada", exact=True).wait_for()


AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
