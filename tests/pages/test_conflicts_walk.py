"""A conflict is decided and a document deleted in a real browser, on a wide and on a narrow window."""

import pytest
from django.core.management import call_command

from incidents.models import Conflict, Document
from incidents.revising import revise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REPORT = "# Orders down\n\n## Root Cause\n\n1. The pool ran dry.\n\n## Notes\n\n" + "Nothing else.\n\n" * 12
WINDOWS = {"desktop": {"width": 1360, "height": 900}, "phone": {"width": 320, "height": 700}}


@pytest.fixture
def conflict(tmp_path):
    (tmp_path / "report.md").write_text(REPORT)
    call_command("import_documents", str(tmp_path), verbosity=0)
    revise(Document.objects.get(), REPORT.replace("pool", "pool-of-ten-" * 12).encode(), by="Ann")
    (tmp_path / "report.md").write_text(REPORT.replace("The pool ran dry", "A transaction stayed open"))
    (tmp_path / "copy-of-a-report-with-a-long-name.md").write_text(REPORT)
    call_command("import_documents", str(tmp_path), verbosity=0)
    return Conflict.objects.get()


@pytest.mark.parametrize("device", WINDOWS)
def test_the_pages_fit_their_window(conflict, live_server, visitor, device):
    page = visitor(size=WINDOWS[device])
    document = conflict.document.get_absolute_url()
    for path in ("/import/conflicts/", conflict.get_absolute_url(), f"{document}delete/", "/documents/deleted/"):
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, f"{path} is too wide"


def test_from_the_queue_to_a_text_with_both(conflict, live_server, visitor):
    page = visitor()
    page.goto(live_server.url + "/import/conflicts/")
    page.get_by_role("link", name="Orders down").first.click()
    page.get_by_role("link", name="Bring both together").click()
    page.get_by_label("The text").fill(REPORT.replace("The pool ran dry", "Both happened"))
    page.get_by_role("button", name="Save this text").click()
    assert "Both happened" in page.locator("article").inner_text()


def test_deleted_and_restored(conflict, live_server, visitor):
    page = visitor(javascript=False)
    page.goto(live_server.url + conflict.document.get_absolute_url())
    page.get_by_role("link", name="Delete").click()
    page.get_by_label("Why?").fill("A drill.")
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Restore").click()
    assert "The pool-of-ten" in page.locator("article").inner_text()
