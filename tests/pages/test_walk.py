"""The main stories in a real browser: nothing may be logged as an error, nothing fetched from elsewhere."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.pages.test_accessibility import ENTRIES, OF_A_DOCUMENT, PLACES

SCREENSHOTS = Path(settings.BASE_DIR) / "screenshots"
WINDOWS = {"desktop": {"width": 1360, "height": 900}, "phone": {"width": 320, "height": 700}}
PASTE = """\
tests/test_queue.py::test_take FAILED
Traceback (most recent call last):
  File "queue.py", line 12, in take
LockTimeoutError: gave up after 30 s on row 17
"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def imported(incident_text, tmp_path):
    (tmp_path / "workers-wait.md").write_text(incident_text)
    call_command("import_documents", str(tmp_path), verbosity=0)


def in_view(page, selector):
    """Whether the element stands within the window, as a reader who followed a link expects."""
    box = page.locator(selector).first.bounding_box()
    return box is not None and 0 <= box["y"] < page.viewport_size["height"]


def test_from_the_catalogue_to_the_line(imported, live_server, visitor):
    page = visitor()
    page.goto(live_server.url)
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Signatures").click()
    page.get_by_label("Text", exact=True).fill("LockTimeoutError")
    page.get_by_role("button", name="Filter").click()
    page.wait_for_url("**/signatures/?q=LockTimeoutError*")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.locator(".evidence .origin a").first.click()
    page.wait_for_url("**/documents/*/#L15")
    assert in_view(page, "#L15")


def test_from_a_paste_to_the_line(imported, live_server, visitor):
    page = visitor()
    page.goto(live_server.url)
    page.get_by_label("Paste an error").fill(PASTE)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/match/")
    assert "known" in page.locator(".answer .verdict").first.inner_text()
    page.locator(".answer .match > header .origins a").first.click()
    page.wait_for_url("**/documents/*/#L15")
    assert in_view(page, "#L15")


def test_finding_marks_its_lines_and_leads_there(cast, live_server, visitor):
    page = visitor()
    page.goto(live_server.url + cast.incident.get_absolute_url())
    finding = page.locator(".finding.rule")
    finding.hover()
    assert "Every batch query" in page.locator(".marked").inner_text()
    finding.get_by_role("link").first.click()
    assert page.url.endswith(f"#L{cast.findings['rule'].first_line}")


def test_keys_lead_around_and_can_be_turned_off(cast, live_server, visitor):
    page = visitor()
    page.goto(live_server.url)
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/documents/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("p")
    assert page.url.endswith("/documents/")


def test_j_and_k_walk_through_the_rows(cast, live_server, visitor):
    page = visitor()
    page.goto(live_server.url + "/fixes/")
    rows = page.get_by_role("rowheader").get_by_role("link")
    for key, row in (("j", 0), ("j", 1), ("k", 0), ("k", 0)):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.href").endswith(rows.nth(row).get_attribute("href"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/fixes/*/")


def test_question_mark_lists_the_keys(cast, live_server, visitor):
    page = visitor()
    page.goto(live_server.url)
    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Keys").locator("dt").all_inner_texts()
    assert {"/", "p", "e", "g h", "g s", "g d", "j k", "?"} <= set(listed)


def test_filters_survive_paging_and_the_way_back(cast, scribe, live_server, visitor):
    for number in range(60):
        scribe.entry("rule", f"Rule {number}")
    page = visitor()
    page.goto(live_server.url + "/rules/?q=Rule&sort=text")
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**/rules/?q=Rule&sort=text&page=2")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.wait_for_url("**/rules/*/")
    page.go_back()
    assert page.get_by_label("Text").input_value() == "Rule"
    assert "Page 2 of 2" in page.get_by_role("navigation", name="Pages").inner_text()


def test_theme_is_switched_and_kept(cast, live_server, visitor):
    page = visitor(theme="light")
    page.goto(live_server.url)
    page.get_by_role("button", name="Light or dark").click()
    page.goto(live_server.url + "/documents/")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_pages_work_without_javascript(imported, live_server, visitor):
    page = visitor(javascript=False)
    page.goto(live_server.url)
    page.get_by_label("Paste an error").fill(PASTE)
    page.get_by_role("button", name="Look it up").click()
    assert page.locator(".answer .match").count() >= 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_every_page_fits_its_window(cast, live_server, visitor, theme, device):
    page = visitor(theme=theme, size=WINDOWS[device])
    SCREENSHOTS.mkdir(exist_ok=True)
    for name, path in _pages(cast).items():
        page.goto(live_server.url + path)
        page.screenshot(path=SCREENSHOTS / f"{name}-{theme}-{device}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, f"{name} is too wide"


def _pages(cast):
    places = {name: place for name, place in PLACES.items() if name != "design"}
    entries = {name: getattr(cast, name).get_absolute_url() for name in ENTRIES}
    return places | entries | {name.replace("/", " ").strip(): entries["incident"] + name for name in OF_A_DOCUMENT}
