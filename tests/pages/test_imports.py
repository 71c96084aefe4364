"""What is sent is looked at first: the page says what would come of each file, and nothing is stored."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.importing import import_files
from incidents.models import Document, ImportRun
from incidents.uploads import open_kept
from kb.import_runs import Stage, stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spool")]

NOTE = b"# The pool ran dry\n\n## Root Cause\n\n1. Every worker held two connections.\n"
BINARY = b"\x89PNG\r\n\x1a\n" + bytes(range(32))
BAD_YAML = b"---\ntitle: [WIP] pool\n---\n# Pool\n"


def upload(name, content=NOTE):
    return SimpleUploadedFile(name, content)


def zipped(name, **texts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for entry, text in texts.items():
            archive.writestr(f"{entry}.md", text)
    return SimpleUploadedFile(name, out.getvalue())


def send(client, *files, **fields):
    return client.post(reverse("imports"), {"files": files, **fields}, follow=True)


def planned():
    run = ImportRun.objects.latest("pk")
    return {file.path: file.result for file in run.files.all()}


def stored_before(*files, spool, client):
    """Imports as the worker would."""
    send(client, *files)
    run = ImportRun.objects.latest("pk")
    with open_kept(spool / run.spool) as sources:
        list(import_files(sources, run))


def test_each_file_is_told_with_what_would_come_of_it_and_nothing_is_stored(client):
    page = send(client, upload("pool.md"), upload("shot.md", BINARY))
    assertContains(page, "Nothing is stored yet")
    assertContains(page, "Import these")
    assertContains(page, "This is a PNG image, not text.")
    assert planned() == {"pool.md": "new", "shot.md": "refused"}
    assert not Document.objects.exists()


def test_kind_and_faults_of_a_file_are_told_before(client):
    page = send(client, upload("sprint-14-report.md", b"# Sprint 14 Report\n"), upload("pool.md", BAD_YAML))
    assertContains(page, "sprint report")
    assertContains(page, "not valid YAML")


@pytest.mark.parametrize("closed", [{"visibility": "restricted"}, {"locked": True}])
def test_what_is_closed_is_not_imported_over(client, spool, closed):
    stored_before(upload("pool.md"), spool=spool, client=client)
    Document.objects.update(**closed)
    page = send(client, upload("pool.md", b"# Mine now\n"), upload("berth.md", b"# Another\n"))
    assertContains(page, "these are documents that are not yours to change. Leave them out: pool.md.")
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize("closed", [{"visibility": "restricted"}, {"locked": True}])
def test_what_was_closed_since_the_plan_is_not_imported_over(client, spool, closed):
    stored_before(upload("pool.md"), spool=spool, client=client)
    send(client, upload("pool.md", b"# Mine now\n"))
    Document.objects.update(**closed)
    run = ImportRun.objects.latest("pk")
    page = client.post(reverse("import_begin", args=[run.pk]), follow=True)
    assertContains(page, "these are documents that are not yours to change. Leave them out: pool.md.")
    run.refresh_from_db()
    assert stage(run) == Stage.PLANNED


def test_an_archive_is_looked_into(client):
    page = send(client, zipped("notes.zip", pool=NOTE, shot=BINARY))
    assertContains(page, "notes.zip/pool.md")
    assert planned() == {"notes.zip/pool.md": "new", "notes.zip/shot.md": "refused"}


def test_a_damaged_archive_is_refused_with_its_reason(client):
    page = send(client, upload("notes.zip", b"no archive"))
    assertContains(page, "The archive is damaged")
    assertContains(page, "There is nothing in it to import.")


def test_what_was_imported_before_is_known_again_by_its_name(client, spool):
    archive = {"same": NOTE, "other": NOTE + b"\nOnce.\n", "left": NOTE + b"\nLeft.\n"}
    stored_before(zipped("notes.zip", **archive), spool=spool, client=client)
    send(client, zipped("notes.zip", same=NOTE, other=NOTE + b"\nTwice.\n"))
    assert planned() == {"notes.zip/other.md": "changed", "notes.zip/left.md": "gone"}
    assert ImportRun.objects.latest("pk").counts["unchanged"] == 1


def test_the_same_file_again_leaves_nothing_to_do(client, spool):
    stored_before(upload("pool.md"), spool=spool, client=client)
    page = send(client, upload("pool.md"))
    assertContains(page, "There is nothing in it to import.")


def test_collections_keep_files_of_one_name_apart(client, spool):
    stored_before(upload("README.md"), spool=spool, client=client)
    send(client, upload("README.md", b"# Another project\n"), collection="billing")
    assert planned() == {"README.md": "new"}


def test_a_folder_is_sent_with_its_paths(client):
    files = [upload("pool.md"), upload("pool.md", b"# Older\n"), upload("config.md"), upload("logo.png", BINARY)]
    paths = ["docs/2026/pool.md", "docs/2025/pool.md", "docs/.git/config.md", "docs/logo.png"]
    client.post(reverse("imports"), {"folder": files, "paths": json.dumps(paths)})
    assert planned() == {"docs/2025/pool.md": "new", "docs/2026/pool.md": "new"}


def test_a_picture_alone_is_nothing_to_import(client):
    assertContains(send(client, upload("logo.png", BINARY)), "There is no document among them.")


@pytest.mark.parametrize("path", ["../pool.md", "/etc/pool.md", "docs/../../pool.md", "docs\\pool.md", "a\0.md", 7])
def test_a_path_that_leads_out_is_refused(client, path):
    page = client.post(reverse("imports"), {"folder": [upload("pool.md")], "paths": json.dumps([path])})
    assertContains(page, "choose the folder again")
    assert not ImportRun.objects.exists()


def test_a_pasted_text_is_a_file_with_the_name_it_is_given(client):
    send(client, text="# Pool\r\n\r\nDry.\r\n", name="pool")
    assert planned() == {"pool.md": "new"}


@pytest.mark.parametrize(
    "fields, said",
    [
        ({}, "Nothing to import yet"),
        ({"text": "# Pool"}, "Give the text a file name"),
        ({"text": "# Pool", "name": "a/b.md"}, "Write a name without slashes."),
        ({"collection": "a/b"}, "Write a name without slashes."),
        ({"folder": [], "paths": '["a.md"]', "name": "x", "text": "y"}, "did not come through whole"),
    ],
)
def test_what_cannot_be_sent_is_told_in_a_sentence(client, fields, said):
    assertContains(client.post(reverse("imports"), fields), said)
    assert not ImportRun.objects.exists()


def test_too_many_files_are_refused_before_they_are_kept(client, settings, spool):
    settings.MAX_UPLOAD_FILES = settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    page = send(client, *(upload(f"{number}.md") for number in range(3)))
    assertContains(page, "more than the 2 files", status_code=413)
    assert not list(spool.glob("*/"))


def test_too_many_bytes_are_refused_before_they_are_read(client, settings):
    settings.MAX_UPLOAD_BYTES = 1_000_000
    page = send(client, upload("pool.md", b"x" * 3_100_000))
    assertContains(page, "MAX_UPLOAD_BYTES", status_code=413)


def test_too_long_a_text_is_refused(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    page = client.post(reverse("imports"), {"text": "x" * 2000, "name": "pool.md"})
    assertContains(page, "The text is longer than", status_code=413)


def test_a_forged_upload_is_refused():
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(reverse("imports"), {"text": "# Pool", "name": "pool.md"}).status_code == 403
    assert not ImportRun.objects.exists()


def test_what_was_planned_can_be_thrown_away(client, spool):
    send(client, upload("pool.md"))
    run = ImportRun.objects.get()
    assertRedirects(client.post(reverse("import_discard", args=[run.pk])), reverse("imports"))
    assert not ImportRun.objects.exists()
    assert not (spool / run.spool).exists()


def test_where_importing_is_turned_off_nothing_of_it_is_there(client, settings):
    run = ImportRun.objects.create(spool="x")
    settings.ALLOW_IMPORTS = False
    for name, arguments in (("imports", []), ("import", [run.pk])):
        assertContains(client.get(reverse(name, args=arguments)), "ALLOW_IMPORTS", status_code=403)
    for name, arguments in (("import_begin", [run.pk]), ("import_discard", [run.pk]), ("import_samples", [])):
        assert client.post(reverse(name, args=arguments)).status_code == 403
    assertNotContains(client.get(reverse("home")), reverse("imports"))


def test_home_leads_to_it_and_the_first_run_above_all(client):
    assertContains(client.get(reverse("home")), f'href="{reverse("imports")}"', count=2)
