"""A run is begun on its page and carried out by a worker; the page tells how far it is and what came of it."""

import json
import os
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from pytest_django.asserts import assertContains, assertNotContains

from incidents.models import Document, ImportRun, Picture
from kb import import_runs

# The worker's own commits are part of the story.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("spool")]

POOL = b"# The pool ran dry\n\n## Root Cause\n\n1. Every worker held two connections.\n\n## Fix\n\n- Hold one.\n"
BINARY = b"\x89PNG\r\n\x1a\n" + bytes(range(32))


@pytest.fixture
def run(client):
    files = [SimpleUploadedFile("pool.md", POOL), SimpleUploadedFile("shot.md", BINARY)]
    client.post(reverse("imports"), {"files": files})
    return ImportRun.objects.get()


def begin(client, run):
    return client.post(reverse("import_begin", args=[run.pk]), follow=True)


def work():
    call_command("work", "--once", verbosity=0)


def test_a_run_is_carried_out_by_the_worker_and_tells_what_came_of_it(client, run, spool):
    begin(client, run)
    assert not Document.objects.exists()
    work()
    page = client.get(run.get_absolute_url())
    assertContains(page, Document.objects.get().get_absolute_url())
    assertContains(page, "What was learnt")
    assertContains(page, "This is a PNG image, not text.")
    assert ImportRun.objects.get().counts == {"new": 1, "refused": 1}
    assert not list(spool.glob("*/"))


@pytest.mark.parametrize("names", [("pool.md", "graph.png"), ("docs/pool.md", "docs/graph.png")])
def test_pictures_come_with_the_documents_that_show_them(client, names):
    contents = [POOL + b"\n![The graph](graph.png)\n", BINARY]
    files = [SimpleUploadedFile(name.split("/")[-1], content) for name, content in zip(names, contents, strict=True)]
    sent = {"folder": files, "paths": json.dumps(names)} if "/" in names[0] else {"files": files}
    client.post(reverse("imports"), sent)
    begin(client, ImportRun.objects.get())
    work()
    page = client.get(Document.objects.get().get_absolute_url())
    assertContains(page, f'src="{Picture.objects.get().get_absolute_url()}"')


def test_begun_twice_is_begun_once(client, run):
    begin(client, run)
    begin(client, run)
    assert DBTaskResult.objects.count() == 1


def test_without_a_worker_the_page_says_how_to_get_one(client, run):
    page = begin(client, run)
    assertContains(page, "no worker is running")
    assertContains(page, 'hx-trigger="every 1s"')
    assertContains(page, 'http-equiv="refresh"')


def test_the_page_asks_for_its_changing_part_alone_and_is_loaded_again_at_the_end(client, run):
    begin(client, run)
    part = client.get(run.get_absolute_url(), headers={"HX-Request": "true"})
    assert part.content.decode().startswith('<div class="progress"')
    assert "HX-Refresh" not in part.headers
    work()
    done = client.get(run.get_absolute_url(), headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"
    assertNotContains(client.get(run.get_absolute_url()), "every 1s")


def test_what_was_refused_is_told_while_the_rest_is_imported(client, run):
    begin(client, run)
    ImportRun.objects.update(total=2, done=1, counts={"refused": 1})
    run.files.create(path="shot.md", result="refused", problems=[[0, "This is a PNG image, not text."]])
    page = client.get(run.get_absolute_url())
    assertContains(page, "<strong>1</strong> of 2 files are done", html=False)
    assertContains(page, "This is a PNG image, not text.")


def test_the_examples_are_loaded_by_one_click(client):
    page = client.post(reverse("import_samples"), follow=True)
    assertContains(page, "no worker is running")
    work()
    assert Document.objects.filter(path__startswith="examples/").count() == ImportRun.objects.get().counts["new"] > 10


def test_files_can_be_narrowed_to_one_result(client, run):
    begin(client, run)
    work()
    page = client.get(run.get_absolute_url(), {"result": "refused"})
    assertContains(page, "shot.md")
    assertNotContains(page, "The pool ran dry")


def test_a_run_that_fails_says_so_and_can_go_on(client, run, spool):
    kept, aside = spool / run.spool, spool.parent / "aside"
    begin(client, run)
    kept.rename(aside)
    work()
    assertContains(client.get(run.get_absolute_url()), "broken off")
    aside.rename(kept)
    begin(client, run)
    work()
    assert ImportRun.objects.get().counts == {"new": 1, "refused": 1}


def test_what_a_dead_worker_left_running_is_taken_up_again(client, run):
    begin(client, run)
    DBTaskResult.objects.get().claim("a worker that was killed")
    assert import_runs.stage(ImportRun.objects.get()) == import_runs.Stage.RUNNING
    work()
    assert ImportRun.objects.get().counts == {"new": 1, "refused": 1}
    assert [row.status for row in DBTaskResult.objects.all()] == ["SUCCESSFUL"]


def test_a_worker_that_dies_when_all_is_stored_leaves_only_the_files(client, run, spool):
    begin(client, run)
    work()
    ImportRun.objects.update(spool="left")
    (spool / "left").mkdir()
    work()
    assert ImportRun.objects.get().counts == {"new": 1, "refused": 1}
    assert not (spool / "left").exists()


def test_what_was_never_started_is_forgotten_after_a_day(run, spool):
    ImportRun.objects.update(started="2026-01-01T00:00Z")
    work()
    assert not ImportRun.objects.exists()
    assert not (spool / run.spool).exists()


def test_it_is_forgotten_too_when_somebody_sends_the_next(client, run, spool):
    ImportRun.objects.update(started="2026-01-01T00:00Z")
    client.post(reverse("imports"), {"text": "# Pool", "name": "pool.md"})
    assert not (spool / run.spool).exists()


def test_what_is_left_of_a_broken_upload_is_thrown_away_after_a_day(run, spool):
    for name, age in (("old", 100_000), ("young", 0)):
        (spool / name).mkdir()
        os.utime(spool / name, (time.time() - age, time.time() - age))
    work()
    assert {folder.name for folder in spool.glob("*/")} == {"young", run.spool}


def test_an_import_on_the_command_line_is_in_the_list(client, tmp_path):
    (tmp_path / "pool.md").write_bytes(POOL)
    call_command("import_documents", str(tmp_path), verbosity=0)
    assertContains(client.get(reverse("imports")), str(tmp_path))
    assertContains(client.get(ImportRun.objects.get().get_absolute_url()), "What was learnt")


def test_an_import_that_goes_on_elsewhere_is_not_followed(client):
    run = ImportRun.objects.create(sources=["/srv/notes"], total=7, done=3)
    page = client.get(run.get_absolute_url())
    assertContains(page, "on the command line")
    assertNotContains(page, "every 1s")


def test_more_files_ask_no_more_queries(client, django_assert_num_queries):
    files = [SimpleUploadedFile(f"{number}.md", POOL + b"%d" % number) for number in range(30)]
    client.post(reverse("imports"), {"files": files})
    run = ImportRun.objects.get()
    begin(client, run)
    work()
    with django_assert_num_queries(8):
        client.get(run.get_absolute_url())
