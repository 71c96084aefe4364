"""What else a document's page tells: its pictures and links, its source as it came, and what is wrong at which line."""

from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django.asserts import assertContains, assertNotContains

from incidents.models import Document

PICTURE = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
REPORT = (
    "---\ntitle: [WIP] disk\nseverity: high\n---\n# Disk\n\n![full](full.gif) as [before](log.md), [plan](plan.md)\n"
)


@pytest.fixture
def page(client, db, tmp_path):
    def opened(text, tab=""):
        (tmp_path / "report.md").write_bytes(text.encode())
        (tmp_path / "log.md").write_text("# The log\n\nOld.\n")
        (tmp_path / "full.gif").write_bytes(PICTURE)
        call_command("import_documents", str(tmp_path), stdout=StringIO())
        return client.get(Document.objects.get(path__endswith="report.md").get_absolute_url() + tab)

    return opened


def test_files_are_told_with_the_line(page):
    files = page(REPORT, "files/")
    assertContains(files, 'loading="lazy"')
    assertContains(files, "GIF, 14\N{NO-BREAK SPACE}bytes")
    assertContains(files, ">The log</a>")
    assertContains(files, '<span class="mono">plan.md</span>')
    assertContains(files, "source/#S7", count=3)


def test_a_document_without_any_says_so(page):
    assertContains(page("# Disk\n\nFull.\n", "files/"), "shows no pictures")


def test_what_is_wrong_in_front_matter_stands_in_its_row(page):
    assertContains(page(REPORT), '<p class="fault">', count=1)


def test_front_matter_can_be_seen_as_written(page):
    assertContains(page(REPORT), "title: [WIP] disk\nseverity: high")


def test_what_is_wrong_stands_at_its_line_of_the_source(page):
    source = page(REPORT, "source/")
    assertContains(source, 'id="S2" data-n="2" class="faulty"')
    assertContains(source, '<em class="fault">', count=1)


def test_repaired_characters_can_be_seen_as_they_came(page):
    damaged = "# Disk\n\nâœ… fixed â†’ done\n"
    assertContains(page(damaged), "source/?original")
    assertContains(page(damaged, "source/"), "✅ fixed")
    assertContains(page(damaged, "source/?original"), "âœ… fixed")


def test_sound_characters_have_no_other_form(page):
    assertNotContains(page("# Disk\n\n✅ fixed\n"), "?original")
    assertNotContains(page("# Disk\n\n✅ fixed\n", "source/"), "?original")
