"""In a browser: a paste is kept and deleted, a signature started, drawings are reached by keys; axe finds nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from kb.keeping import keep
from kb.models import Meeting, VerdictCount

PASTE = "TariffError: zone 17 of harbour 'Cuxhaven' has no table\npassword=Sup3rGeheim99\n"
WINDOWS = {"desktop": {"width": 1360, "height": 900}, "phone": {"width": 320, "height": 700}}

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def look_up(page, site):
    page.goto(site + "/match/")
    page.get_by_label("Paste an error").fill(PASTE)
    page.get_by_role("button", name="Look it up").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_paste_is_kept_and_deleted(live_server, visitor, javascript):
    page = visitor(javascript=javascript)
    look_up(page, live_server.url)
    page.get_by_role("button", name="Keep this paste").click()
    page.get_by_label("Everybody who may read here").check()
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url("**/pastes/*/")
    assert "Sup3rGeheim99" not in page.content()
    page.get_by_text("Delete it").click()
    page.get_by_role("button", name="Delete for good").click()
    assert page.get_by_text("No paste is kept").is_visible()


def test_a_signature_is_started_from_an_unknown_error(live_server, visitor):
    page = visitor()
    look_up(page, live_server.url)
    page.get_by_role("button", name="Start a signature from this").click()
    page.get_by_label("Template").fill("zone <*> of harbour <*> has no table")
    page.get_by_role("button", name="Put it on record").click()
    page.wait_for_url("**/signatures/*/")
    look_up(page, live_server.url)
    assert "known" in page.locator(".answer .verdict").first.inner_text()


def test_each_box_of_a_drawing_is_reached_by_keys(cast, live_server, visitor):
    page = visitor()
    page.goto(live_server.url + cast.signature.get_absolute_url())
    page.locator(".drawn").focus()
    reached = []
    for _ in range(page.locator(".drawn .node").count()):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('class')"))
    assert reached[:2] == ["node signature", "node cause"]
    assert reached[-1] == "node document"
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*/")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_axe_finds_nothing_and_every_page_fits(cast, live_server, visitor, theme, device):
    page, axe, found = visitor(theme=theme, size=WINDOWS[device]), Axe(), []
    for place in places(cast):
        page.goto(live_server.url + place)
        found += [(place, fault["id"]) for fault in axe.run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth - window.innerWidth") > 0:
            found.append((place, "too wide"))
    assert found == []


def places(cast):
    day = "2026-05-04"
    for verdict in ("known", "similar", "unknown", "vague"):
        VerdictCount.objects.create(day=day, verdict=verdict, n=3)
    Meeting.objects.create(day=day, signature=cast.signature, n=3)
    kept = keep(PASTE + "a very long line " * 40, title="Tariffs", visibility="everybody", by="Ann")
    entry = cast.signature.get_absolute_url()
    return ["/dashboard/", "/history/", "/pastes/", kept.get_absolute_url(), "/signatures/new/", "/", entry]
