"""Two windows on one document, in a real browser: what meets, what is kept, and what is said about it."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from incidents.models import Document, Draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "# Orders down\n\nIt began at ten.\n\nNobody was paged.\n\nThe pool ran dry.\n"
PASSWORD = "a long enough one"
WINDOWS = {"desktop": {"width": 1360, "height": 900}, "phone": {"width": 320, "height": 700}}


@pytest.fixture
def document(site, write, account):
    return write(TEXT, account("ann"))


@pytest.fixture
def window(browser, site, account):
    """Opens the page as somebody who is signed in. What a browser says of a lost network is no fault here."""
    contexts = []

    def window(name, path, **context):
        user = account(name)
        user.set_password(PASSWORD)
        user.save()
        contexts.append(browser.new_context(viewport=WINDOWS["desktop"], **context))
        contexts[-1].set_default_timeout(8_000)
        contexts[-1].add_cookies([session_of(user, site)])
        page = contexts[-1].new_page()
        page.goto(site + path)
        return page

    yield window
    for context in contexts:
        context.close()


def session_of(user, url):
    client = Client()
    client.force_login(user)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


def edit(document):
    return f"/documents/{document.pk}/edit/"


def box(page):
    return page.get_by_label("The document")


def change(page, old, new):
    box(page).fill(box(page).input_value().replace(old, new))


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_changes_of_other_lines_are_in_one_text(document, window, javascript):
    ann, ben = (window(name, edit(document), java_script_enabled=javascript) for name in ("ann", "ben"))
    change(ann, "ten", "nine")
    change(ben, "ran dry", "was empty")
    save(ann)
    save(ben)
    expect(ben.get_by_role("status")).to_contain_text("together with what ann changed")
    ben.get_by_role("link", name="Yes, to the document").click()
    text = ben.locator("article").inner_text()
    assert "at nine" in text
    assert "was empty" in text


@pytest.mark.parametrize("javascript", [True, False])
def test_changes_of_one_line_meet_before_the_second(document, window, javascript):
    ann, ben = (window(name, edit(document), java_script_enabled=javascript) for name in ("ann", "ben"))
    change(ann, "ten", "nine")
    change(ben, "ten", "eleven")
    save(ann)
    save(ben)
    expect(ben.get_by_role("status")).to_contain_text("ann changed the same lines in 1 place")
    ben.get_by_label("Take both").check()
    ben.get_by_role("button", name="Save with these choices").click()
    assert "It began at nine.\nIt began at eleven.\n" in document.latest.text


def test_each_is_told_that_the_other_is_there_and_saved(document, window):
    ann = window("ann", edit(document))
    ann.wait_for_timeout(300)
    ben = window("ben", edit(document))
    expect(ben.locator("[data-here]")).to_have_text("ann has it open too.")
    change(ann, "ten", "nine")
    save(ann)
    ben.reload()
    change(ben, "ten", "nine")
    expect(ben.locator("[data-here]")).to_contain_text("ann has it open too.")


def test_what_was_typed_offline_survives_a_reload(document, window):
    page = window("ann", edit(document))
    page.context.set_offline(True)
    change(page, "ten", "nine")
    box(page).blur()
    expect(page.locator("[data-state]")).to_have_text("Not saved: offline, kept on this computer.")
    page.route("**/draft/", lambda route: route.abort())
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(".offer")).to_contain_text("that is not saved")
    page.get_by_role("button", name="Restore it").click()
    assert "at nine" in box(page).input_value()
    save(page)
    assert "at nine" in document.latest.text


def test_a_copy_that_was_saved_is_not_offered_again(document, window):
    page = window("ann", edit(document))
    change(page, "ten", "nine")
    box(page).press("Control+s")
    expect(page.locator(".notice")).to_have_text("Saved.")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:'))") == []


def test_a_draft_is_kept_on_the_server_and_restored(document, window):
    page = window("ann", edit(document))
    change(page, "ten", "nine")
    box(page).blur()
    expect(page.locator("[data-state]")).to_contain_text("as your draft")
    elsewhere = window("ann", edit(document))
    elsewhere.get_by_role("link", name="Restore it").click()
    assert "at nine" in box(elsewhere).input_value()
    save(elsewhere)
    assert "at nine" in document.latest.text
    assert not Draft.objects.exists()


def test_a_session_that_is_over_loses_nothing(document, window):
    page = window("ann", edit(document))
    Session.objects.all().delete()
    change(page, "ten", "nine")
    box(page).blur()
    expect(page.locator("[data-state]")).to_contain_text("you are signed out. Sign in again in another tab")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in").last.click()
    sign_in(opened.value)
    expect(page.locator("[data-state]")).to_contain_text("as your draft")
    save(page)
    assert "at nine" in document.latest.text


def sign_in(tab):
    tab.locator("input[name=login]").fill("ann")
    tab.locator("input[name=password]").fill(PASSWORD)
    tab.locator("main form button[type=submit]").first.click()
    tab.wait_for_load_state()


def test_without_a_script_a_session_that_is_over_loses_nothing(document, window):
    page = window("ann", edit(document), java_script_enabled=False)
    Session.objects.all().delete()
    change(page, "ten", "nine")
    save(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in another tab").click()
    sign_in(opened.value)
    save(page)
    save(page)
    assert "at nine" in document.latest.text


@pytest.mark.parametrize("device", WINDOWS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_fit_their_window(document, window, site, device, theme):
    page = window("ann", "/write/", color_scheme=theme)
    page.set_viewport_size(WINDOWS[device])
    for name in ("begin", "edit", "merged", "conflict"):
        STEPS[name](page, document, site)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, f"{name} is too wide"
        page.screenshot(path=f"screenshots/write-{name}-{device}-{theme}.png", full_page=True)


def _begin(page, document, here):
    page.goto(here + "/write/")


def _edit(page, document, here):
    page.goto(here + edit(document))
    page.wait_for_timeout(200)


def _merged(page, document, here):
    other_saves(document, "ten", "nine")
    change(page, "ran dry", "was empty")
    save(page)


def _conflict(page, document, here):
    page.goto(here + edit(document))
    other_saves(document, "nine", "eight, as the log of the load balancer in front of it says")
    change(page, "nine", "seven")
    save(page)


STEPS = {"begin": _begin, "edit": _edit, "merged": _merged, "conflict": _conflict}


def other_saves(document, old, new):
    client = Client()
    client.force_login(User.objects.get_or_create(username="ben", is_superuser=True)[0])
    newest = Document.objects.get(pk=document.pk).latest
    sent = {"text": newest.text.replace(old, new), "base": newest.number}
    client.post(f"/documents/{document.pk}/save/", sent)
