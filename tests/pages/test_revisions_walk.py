"""The history in a real browser: compared, walked through with keys, named and restored, on a desk and on a phone."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from incidents.models import Document, Event
from incidents.people import Member
from incidents.revising import revise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREENSHOTS = Path(settings.BASE_DIR) / "screenshots"
WINDOWS = {"desktop": {"width": 1360, "height": 900}, "phone": {"width": 320, "height": 700}}
REPORT = (
    "---\ntitle: Orders down\nseverity: high\n---\n# Orders down\n\nThe pool of 20 connections ran dry.\n\n"
    "## Timeline\n\n" + "".join(f"- 10:{minute:02} The queue grew.\n" for minute in range(40)) + "\n## Root Cause\n\n"
    "1. Nobody closed the connection.\n\n## Prevention\n\n- Watch the pool.\n- Ask for a second pair of eyes.\n"
)
EDITS = (
    ("20 connections", "50 connections"),
    (
        "10:07 The queue grew.",
        "10:07 The queue stood still, and `SELECT pg_backend_pid()` said nothing at all for minutes.",
    ),
    ("Nobody closed the connection.", "A job kept the connection open."),
    ("- Watch the pool.\n", ""),
)


@pytest.fixture
def document(tmp_path):
    (tmp_path / "report.md").write_text(REPORT)
    call_command("import_documents", str(tmp_path), verbosity=0)
    found, text = Document.objects.get(), REPORT
    for old, new in EDITS:
        text = text.replace(old, new)
    revise(found, text.encode(), by="Ann Lee", why="Say what it was")
    Event.objects.create(document=found, kind="approved", name="Bert Weiss", revision=2, why="Well told")
    return found


@pytest.fixture
def writer(django_user_model, client):
    user = django_user_model.objects.create(username="cora", first_name="Cora")
    Member.objects.create(user=user, role="contributor")
    client.force_login(user)
    return client.cookies["sessionid"].value


@pytest.mark.parametrize("device", WINDOWS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_fit_their_window(document, live_server, visitor, device, theme):
    page = visitor(size=WINDOWS[device], theme=theme)
    history = reverse("revisions", args=[document.pk])
    for place in ("", "compare/", "compare/?as=side", "compare/?as=rendered", "1/", "1/?as=source"):
        page.goto(live_server.url + history + place)
        picture(page, f"{place.strip('/').replace('/', '-').replace('?as=', '') or 'list'}-{device}-{theme}")
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{place} is {wide} too wide"


def test_keys_lead_from_change_to_change(document, live_server, visitor):
    page = visitor()
    page.goto(live_server.url + reverse("revisions_compare", args=[document.pk]))
    for key, there in (("n", "c1"), ("j", "c2"), ("n", "c3"), ("k", "c2")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == there


def test_without_scripts_links_do(document, live_server, visitor):
    page = visitor(javascript=False)
    page.goto(live_server.url + reverse("revisions", args=[document.pk]))
    page.get_by_role("link", name="What changed").click()
    page.locator("#c1").get_by_role("link", name="Next").click()
    assert page.url.endswith("#c2")
    page.get_by_role("link", name="Rendered").click()
    assert "A job kept the connection open." in page.locator("article ins").last.inner_text()


def test_named_and_restored(document, live_server, visitor, writer):
    page = visitor()
    page.context.add_cookies([{"name": "sessionid", "value": writer, "url": live_server.url}])
    page.goto(live_server.url + reverse("revisions", args=[document.pk]))
    first = page.locator("#r1")
    first.get_by_text("Name it").click()
    first.get_by_label("Name of revision 1").fill("As imported")
    first.get_by_role("button", name="Save").click()
    picture(page, "named")
    page.get_by_role("button", name="Restore revision 1").click()
    assert page.locator("#r3").get_by_text("Restored revision 1").is_visible()


def picture(page, name):
    page.screenshot(path=SCREENSHOTS / f"history-{name}.png", full_page=True)
