"""The search box in a real browser: typed into, walked with arrows, entered, pasted into, and without JavaScript."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import expect

from kb.search.indexing import catch_up

SCREENSHOTS = Path(settings.BASE_DIR) / "screenshots"
WINDOWS = {"desktop": {"width": 1360, "height": 900}, "phone": {"width": 320, "height": 700}}
LOG = "Traceback (most recent call last):\\n  File 'queue.py', line 12\\nLockTimeoutError: gave up after 30 s on row 17"
QUESTIONS = {"found": "rows colour:red", "nothing": "ordre", "error": "KeyError: 'id' in row", "help": ""}
PASTE = f"""(box) => {{
  const held = new DataTransfer();
  held.setData("text", "{LOG}");
  box.dispatchEvent(new ClipboardEvent("paste", {{ clipboardData: held, bubbles: true, cancelable: true }}));
}}"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def indexed(cast):
    catch_up()
    return cast


def test_typed_walked_and_entered_from_any_page(indexed, live_server, visitor):
    page = visitor()
    page.goto(f"{live_server.url}/documents/")
    page.keyboard.press("/")
    page.keyboard.type("different ord")
    page.locator(".panel-hit").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{indexed.cause.get_absolute_url()}")


def test_arrows_lead_back_to_the_box_and_escape_closes(indexed, live_server, visitor):
    page = visitor()
    page.goto(live_server.url)
    page.keyboard.press("/")
    page.keyboard.type("rows")
    page.locator(".panel-hit").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "site-search"
    page.keyboard.press("Escape")
    assert not page.locator(".search-panel").is_visible()


def test_enter_in_the_box_opens_the_page_of_what_was_found(indexed, live_server, visitor):
    page = visitor()
    page.goto(live_server.url)
    page.keyboard.press("/")
    page.keyboard.type("rows kind:fix")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=rows+kind%3Afix")
    assert "Fix with rows" in page.get_by_role("status").inner_text()


def test_the_page_answers_while_typing_and_keeps_its_address(indexed, live_server, visitor):
    page = visitor()
    page.goto(f"{live_server.url}/search/")
    page.evaluate("window.loadedOnce = true")
    page.keyboard.press("/")
    page.keyboard.type("dashboard")
    page.locator(".hit mark").first.wait_for()
    page.wait_for_url("**/search/?q=dashboard")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.hit !== undefined && window.loadedOnce")


def test_a_pasted_log_is_answered_by_the_matcher(indexed, live_server, visitor):
    page = visitor()
    page.goto(live_server.url)
    page.locator("#site-search").evaluate(PASTE)
    page.wait_for_url("**/match/")
    assert "gave up after 30 s" in page.locator(".answer").first.inner_text()


def test_the_box_works_without_javascript(indexed, live_server, visitor):
    page = visitor(javascript=False)
    page.goto(live_server.url)
    page.locator("#site-search").fill("ordre")
    page.locator("#site-search").press("Enter")
    page.get_by_role("link", name="order").click()
    assert page.locator(".hit").count() >= 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_what_is_found_fits_its_window_and_axe_finds_nothing(indexed, live_server, visitor, theme, device):
    page = visitor(theme=theme, size=WINDOWS[device])
    for name, question in QUESTIONS.items():
        page.goto(f"{live_server.url}/search/?q={question}")
        assert complaints(page, f"{name}-{theme}-{device}") == []
    page.goto(live_server.url)
    page.locator("#site-search").press_sequentially("rows")
    page.locator(".panel-hit").first.wait_for()
    assert complaints(page, f"panel-{theme}-{device}") == []


def complaints(page, name):
    """What is wrong with the page as it is now; keeps a picture of it."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"search-{name}.png", full_page=True)
    too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth") > 0
    faults = [
        (fault["id"], node["html"]) for fault in Axe().run(page).response["violations"] for node in fault["nodes"]
    ]
    return [f"{name} is too wide"] * too_wide + faults


def test_what_is_found_is_narrowed_by_clicks_with_numbers_and_by_days(indexed, live_server, visitor):
    page = visitor()
    page.goto(f"{live_server.url}/search/?q=row")
    page.get_by_text("Narrow").click()
    page.get_by_role("link", name="failed 1").click()
    page.wait_for_url("**/search/?q=outcome%3Afailed+row")
    expect(page.locator(".hit")).to_have_count(1)
    page.get_by_label("From").fill("2025-03-05")
    page.get_by_role("button", name="Filter").click()
    page.wait_for_url("**/search/?q=after%3A2025-03-05+outcome%3Afailed+row")
    expect(page.locator(".hit")).to_have_count(0)
