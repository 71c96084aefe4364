"""An author restricts and locks a document in a real browser: names are offered while they are typed."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from incidents.reviews import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WINDOWS = {"desktop": {"width": 1360, "height": 900}, "phone": {"width": 320, "height": 700}}


@pytest.fixture
def report(write, account):
    for name in ("ben", "bert"):
        account(name)
    return write("# Orders down\n\nThe pool ran dry.\n", account("ann"), state=State.PUBLISHED)


@pytest.fixture
def window(visitor, live_server, report):
    """The page of its author on which it is said who sees the document."""

    def window(**how):
        client = Client()
        client.force_login(report.author)
        page = visitor(**how)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(live_server.url + report.get_absolute_url())
        page.get_by_role("link", name="Who sees it").click()
        return page

    return window


@pytest.mark.parametrize("javascript", [True, False])
def test_its_author_restricts_and_locks_it(window, report, javascript):
    page = window(javascript=javascript)
    page.get_by_label("Restricted").check()
    page.get_by_label("Name somebody").fill("ben")
    page.get_by_label("Locked").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This document is restricted and locked now.")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("◐ restricted ▣ locked")
    assert [reader.username for reader in report.readers.all()] == ["ben"]


def test_names_come_while_they_are_typed(window):
    page = window()
    for typed, offered in (("@be", ["@ben", "@bert"]), ("ben, ber", ["ben, bert"])):
        page.get_by_label("Name somebody").fill("")
        page.get_by_label("Name somebody").press_sequentially(typed)
        options = page.locator("#people option")
        expect(options).to_have_count(len(offered))
        for number, value in enumerate(offered):
            expect(options.nth(number)).to_have_attribute("value", value)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", WINDOWS)
def test_what_is_refused_is_said_beside_the_field(window, theme, device):
    page = window(theme=theme, size=WINDOWS[device])
    page.get_by_label("Name somebody").fill("zoe")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("There is no account called “zoe”")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WINDOWS[device]["width"]
