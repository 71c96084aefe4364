"""Importing in a real browser: with a script the page follows by itself, without one it is loaded again."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from incidents.models import Document, ImportRun
from kb.import_runs import begin
from kb.worker import the_only_worker

SCREENSHOTS = Path(settings.BASE_DIR) / "screenshots"
WINDOWS = {"desktop": {"width": 1360, "height": 900}, "phone": {"width": 320, "height": 700}}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("spool"),
]


@pytest.fixture
def folder(tmp_path, incident_text):
    """What a team has lying about: a report, an older one with bad YAML, a picture, and what git keeps for itself."""
    folder = tmp_path / "reports"
    (folder / "2025").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "workers-wait.md").write_text(incident_text)
    (folder / "2025" / "pool.md").write_text("---\ntitle: [WIP] The pool ran dry\n---\n# The pool ran dry\n")
    (folder / "screenshot.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(32)))
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / ".git" / "description.md").write_text("unnamed\n")
    return folder


def work():
    call_command("work", "--once", verbosity=0)


def choose(page, *paths):
    page.get_by_label("Files or archives").set_input_files([str(path) for path in paths])
    page.get_by_role("button", name="See what would come of it").click()


def test_from_the_empty_site_to_the_first_document(live_server, visitor, folder):
    page = visitor()
    page.goto(live_server.url)
    page.get_by_role("main").get_by_role("link", name="Import documents").click()
    choose(page, folder / "workers-wait.md")
    page.get_by_role("button", name="Import these").click()
    page.get_by_text("no worker is running").wait_for()
    work()
    page.get_by_role("heading", name="What was learnt").wait_for()
    page.get_by_role("rowheader").get_by_role("link", name="Workers wait for a lock").click()
    page.wait_for_url("**/documents/*/")


def test_a_folder_is_sent_without_what_is_no_document(live_server, visitor, folder):
    page = visitor()
    page.goto(f"{live_server.url}/import/")
    page.get_by_label("A whole folder").set_input_files(str(folder))
    page.get_by_role("button", name="See what would come of it").click()
    page.get_by_role("button", name="Import these").wait_for()
    told = {file.path: file.result for file in ImportRun.objects.get().files.all()}
    assert told == {"reports/2025/pool.md": "new", "reports/workers-wait.md": "new", "reports/screenshot.md": "refused"}


def test_too_many_files_are_told_before_they_are_sent(live_server, visitor, folder, settings):
    settings.MAX_UPLOAD_FILES = 1
    page = visitor()
    page.goto(f"{live_server.url}/import/")
    choose(page, folder / "workers-wait.md", folder / "2025" / "pool.md")
    assert "more than is taken at once" in page.get_by_role("alert").inner_text()
    assert page.url.endswith("/import/")


def test_without_a_script_the_page_is_loaded_again(live_server, visitor, folder):
    page = visitor(javascript=False)
    page.goto(f"{live_server.url}/import/")
    choose(page, folder / "workers-wait.md")
    page.get_by_role("button", name="Import these").click()
    work()
    page.reload()
    assert page.get_by_role("heading", name="What was learnt").is_visible()
    assert Document.objects.count() == 1


def test_a_pasted_text_is_imported_under_its_name(live_server, visitor, incident_text):
    page = visitor()
    page.goto(f"{live_server.url}/import/")
    page.get_by_text("Or paste a text").click()
    page.get_by_label("File name").fill("workers-wait.md")
    page.get_by_label("Text", exact=True).fill(incident_text)
    page.get_by_role("button", name="See what would come of it").click()
    page.get_by_role("button", name="Import these").click()
    work()
    page.get_by_role("heading", name="What was learnt").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_every_page_of_an_import_fits_its_window(live_server, visitor, folder, theme, device):
    page = visitor(theme=theme, size=WINDOWS[device])
    for name in _pages(page, live_server.url, folder):
        page.screenshot(path=SCREENSHOTS / f"import-{name}-{theme}-{device}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, f"{name} is too wide"


def _pages(page, site, folder):
    """Leads the page from one to the next, and names each."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.goto(site)
    yield "home"
    page.goto(f"{site}/import/")
    yield "form"
    page.get_by_label("A whole folder").set_input_files(str(folder))
    page.get_by_role("button", name="See what would come of it").click()
    page.get_by_role("button", name="Import these").wait_for()
    yield "plan"
    begin(ImportRun.objects.get())
    page.reload()
    yield "waiting"
    ImportRun.objects.update(total=1200, done=700, counts={"new": 690, "changed": 9, "refused": 1})
    ImportRun.objects.get().files.create(
        path="reports/screenshot.md", result="refused", problems=[[0, "This is a PNG image, not text."]]
    )
    with the_only_worker():
        page.reload()
        yield "running"
    ImportRun.objects.get().files.all().delete()
    ImportRun.objects.update(total=None, done=0, counts={})
    work()
    page.reload()
    page.get_by_role("heading", name="What was learnt").wait_for()
    yield "finished"
    page.goto(f"{site}/import/")
    yield "list"
