"""The editor in a real browser: buttons and undo, completion, pictures, rows, fields, preview, what is known."""

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from PIL import Image
from playwright.sync_api import expect

from incidents.mentions import store_mentions
from incidents.models import Document, Picture
from incidents.outlines import OUTLINES, begun
from kb.models import Cause

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WINDOW = {"width": 1360, "height": 900}
TEXT = "---\ntitle: Old name\ntags: [queue]  # more to come\n---\n\nSome words here.\n\n## Timeline\n\n"
TEXT += "| Time (UTC) | What happened |\n| --- | --- |\n| 2026-03-04 09:00 UTC | It began. |\n"
# What moved while the page was being made, in shares of the window.
SHIFT = """() => new Promise((told) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => told(sum), 100);
})"""
DROP = """([name, bytes]) => {
  const moved = new DataTransfer();
  moved.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
  const drop = new DragEvent("drop", { dataTransfer: moved, bubbles: true, cancelable: true });
  document.querySelector("[data-editor]").dispatchEvent(drop);
}"""


@pytest.fixture
def known(cast):
    """What is known, as the search and the links find it."""
    store_mentions([(cast.incident, ()), (cast.log, ())])
    call_command("reindex", stdout=io.StringIO())
    return cast


@pytest.fixture
def learnt(incident_text, tmp_path):
    """What an import learnt of a failure, as the matcher finds it."""
    (tmp_path / "workers-wait.md").write_text(incident_text)
    call_command("import_documents", str(tmp_path), verbosity=0)
    return Cause.objects.get(text__startswith="Two workers take")


@pytest.fixture
def editor(site, browser, account, write):
    """Opens the editor of a document as its author; whatever the browser complains of fails the test."""
    contexts, complaints = [], []

    def opened(text=TEXT, **how):
        ann = account("ann")
        document = write(text, ann, "old-name")
        contexts.append(browser.new_context(**{"viewport": WINDOW} | how))
        contexts[-1].set_default_timeout(8_000)
        client = Client()
        client.force_login(ann)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        contexts[-1].add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        page = contexts[-1].new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{site}/documents/{document.pk}/edit/")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def text(page):
    return page.locator("[data-editor]").input_value()


def choose(page, words):
    """Marks words in the text, as with the mouse."""
    page.evaluate(
        """(words) => {
          const editor = document.querySelector("[data-editor]");
          const at = editor.value.indexOf(words);
          editor.focus();
          editor.setSelectionRange(at, at + words.length);
        }""",
        words,
    )


def wait_for_text(page, words):
    expect(page.locator("[data-editor]")).to_have_value(re.compile(re.escape(words)), timeout=8_000)


def behind_everything(page):
    page.locator("[data-editor]").focus()
    page.keyboard.press("Control+End")


def test_a_button_and_a_shortcut_mark_words_and_undo_takes_it_back(editor):
    page = editor()
    choose(page, "words")
    page.get_by_role("button", name="Bold").click()
    assert "Some **words** here." in text(page)
    page.keyboard.press("Control+b")
    assert "Some words here." in text(page)
    page.keyboard.press("Control+i")
    assert "Some _words_ here." in text(page)
    for _ in range(3):
        page.keyboard.press("Control+z")
    assert text(page) == TEXT


def test_the_toolbar_is_walked_with_arrows(editor):
    page = editor()
    page.get_by_role("button", name="Bold").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "List"
    assert page.locator("[data-toolbar] [tabindex='0']").count() == 1
    choose(page, "Some words")
    page.get_by_role("button", name="List").press("Enter")
    assert "\n- Some words here.\n" in text(page)


def test_a_link_asks_for_its_address(editor):
    page = editor()
    choose(page, "words")
    page.keyboard.press("Control+k")
    page.keyboard.type("https://example.org")
    assert "Some [words](https://example.org) here." in text(page)


def test_double_brackets_offer_documents_and_failures(editor, known):
    page = editor()
    behind_everything(page)
    page.keyboard.type("\nSee [[workers wait")
    page.get_by_role("option", name="Workers wait for a lock").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type(f" and [[E-{known.signature.pk}")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert text(page).endswith(f"See [[Workers wait for a lock]] and [[{known.signature.slug}]]")
    page.locator("[data-preview-body] a", has_text="Workers wait for a lock").wait_for()


def test_escape_leaves_the_letters_alone(editor, known):
    page = editor()
    behind_everything(page)
    page.keyboard.type("\n[[workers")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    assert text(page).endswith("\n[[workers\n")


def test_behind_an_at_sign_come_people(editor):
    page = editor()
    behind_everything(page)
    page.keyboard.type("\nAsk @an")
    page.get_by_role("option", name="@ann").wait_for()
    page.keyboard.press("Enter")
    assert text(page).endswith("Ask @ann ")


def test_the_preview_follows_and_keeps_its_place(editor):
    page = editor("# Long\n\n" + "A paragraph.\n\n" * 200)
    page.locator("[data-preview-body] p").first.wait_for()
    page.evaluate("document.querySelector('[data-preview-body]').scrollTop = 900")
    choose(page, "A paragraph.")
    page.keyboard.type("Another **beginning**.")
    page.locator("[data-preview-body] strong", has_text="beginning").wait_for()
    assert page.evaluate("document.querySelector('[data-preview-body]').scrollTop") == 900


def test_a_dropped_picture_is_sent_and_shown(editor):
    page = editor()
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    page.locator("[data-editor]").focus()
    page.evaluate(DROP, ["load curve.png", list(out.getvalue())])
    page.get_by_text("load curve.png is in the text.").wait_for()
    assert "![load curve](pictures/load-curve-" in text(page)
    page.locator("[data-preview-body] img").wait_for()
    assert Picture.objects.get().get_absolute_url() in page.locator("[data-preview-body] img").get_attribute("src")


def test_a_timeline_row_comes_where_its_time_belongs(editor):
    page = editor()
    page.get_by_role("button", name="Timeline").click()
    panel = page.get_by_role("group", name="Timeline row")
    panel.get_by_label("When").fill("2026-03-04T08:30")
    panel.get_by_label("What happened").fill("The alert came | twice.")
    assert "UTC" in panel.locator("[data-row-told]").inner_text()
    panel.get_by_label("decisive").check()
    panel.get_by_role("button", name="Add the row").click()
    rows = [line for line in text(page).split("\n") if line.startswith("| ★") or "It began" in line]
    assert rows == ["| ★ 2026-03-04 08:30 UTC | The alert came \\| twice. |", "| 2026-03-04 09:00 UTC | It began. |"]


def test_a_time_in_utc_tells_the_readers_own(editor):
    page = editor(timezone_id="Europe/Berlin", locale="en-GB")
    time = page.locator("[data-preview-body] time")
    time.wait_for()
    assert time.inner_text() == "2026-03-04 09:00 UTC"
    assert time.get_attribute("title") == "4 Mar 2026, 10:00 in Europe/Berlin"


def test_an_action_gets_owner_and_day(editor):
    page = editor()
    page.get_by_role("button", name="Action").click()
    panel = page.get_by_role("group", name="Action item")
    panel.get_by_label("What is to be done").fill("Sort the rows")
    panel.get_by_label("Owner").press_sequentially("@an")
    expect(page.locator("#owners option")).to_have_count(1, timeout=8_000)
    panel.get_by_label("Owner").fill("@ann")
    panel.get_by_label("Due").fill("2026-03-18")
    panel.get_by_label("Due").press("Enter")
    assert text(page).endswith("| --- | --- | --- | --- |\n| Sort the rows | @ann | 2026-03-18 | open |\n")


def test_a_field_changes_its_line_and_can_be_undone(editor):
    page = editor()
    page.locator(".fields summary").click()
    page.get_by_label("Tags").fill("queue\nredis")
    page.get_by_label("Severity").fill("high")
    wait_for_text(page, "tags: [queue, redis]  # more to come\n")
    page.get_by_label("Severity").press("Enter")
    wait_for_text(page, "severity: high\n---\n")
    page.locator("[data-editor]").focus()
    page.keyboard.press("Control+z")
    assert "severity" not in text(page)
    choose(page, "title: Old name")
    page.keyboard.type("title: [New name")
    page.get_by_text("no sound YAML").first.wait_for()
    assert page.get_by_label("Status").get_attribute("readonly") is not None


def test_what_is_known_comes_in_where_the_writer_is(editor, learnt):
    page = editor()
    behind_everything(page)
    page.get_by_text("Insert what is known").click()
    page.get_by_label("An error, as it was seen").fill("LockTimeoutError: gave up after 30 s on row 17")
    page.get_by_role("button", name="Look it up").click()
    page.get_by_role("button", name="This one").first.click()
    page.get_by_role("checkbox", name="did not work").check()
    page.get_by_role("button", name="Insert", exact=True).click()
    wait_for_text(page, "### See also")
    assert f"- Cause: [Two workers take the rows in different order.]({learnt.get_absolute_url()})" in text(page)
    assert "- Fix that did not work: [Raising the timeout" in text(page)
    page.locator("[data-preview-body] a", has_text="Two workers take").wait_for()


def test_help_follows_the_heading(editor):
    page = editor("---\ntitle: New\n---\n\n## Problem\n\nX\n\n## Root cause\n\nWhy\n\n## Solution\n\nY\n")
    choose(page, "Why")
    page.keyboard.press("End")
    assert page.locator("[data-help-for]:visible").all_inner_texts() == ["Root cause\nWhy, in one sentence."]


@pytest.mark.parametrize("width", [320, 768, 1360])
def test_the_editor_fits_its_window(editor, width):
    page = editor(viewport={"width": width, "height": 800})
    page.locator(".fields summary").click()
    page.get_by_role("button", name="Timeline").click()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1360])
def test_axe_finds_nothing_and_nothing_moves(editor, learnt, width, theme):
    page = editor(
        begun(OUTLINES["sre"], title="New", day="2026-03-04"),
        viewport={"width": width, "height": 800},
        color_scheme=theme,
    )
    page.locator("[data-preview-body] h2").first.wait_for()
    assert page.evaluate(SHIFT) < 0.01
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.get_by_role("button", name="Timeline").click()
    page.get_by_role("button", name="Action").click()
    page.get_by_label("An error, as it was seen").fill("LockTimeoutError: gave up after 30 s on row 17")
    page.get_by_role("button", name="Look it up").click()
    page.get_by_role("button", name="This one").first.click()
    page.get_by_role("checkbox").first.wait_for()
    behind_everything(page)
    page.keyboard.type("\n@a")
    page.get_by_role("option").first.wait_for()
    assert [
        (fault["id"], [node["html"] for node in fault["nodes"]]) for fault in Axe().run(page).response["violations"]
    ] == []


def test_without_javascript_every_tool_answers_with_the_editor(editor, learnt):
    page = editor(java_script_enabled=False)
    page.locator(".fields summary").click()
    page.get_by_label("Severity").fill("high")
    page.get_by_role("button", name="Put the fields into the text").click()
    assert "severity: high\n---\n" in text(page)
    page.get_by_role("button", name="Show the preview").click()
    assert "Some words here." in page.locator("[data-preview-body]").inner_text()
    page.get_by_text("Insert what is known").click()
    page.get_by_label("An error, as it was seen").fill("LockTimeoutError: gave up after 30 s on row 17")
    page.get_by_role("button", name="Look it up").click()
    page.get_by_role("button", name="This one").first.click()
    page.get_by_role("button", name="Insert", exact=True).click()
    assert "### See also" in text(page)
    page.get_by_role("button", name="Save", exact=True).click()
    assert "severity: high" in Document.objects.get(title="Old name").latest.text
