"""A site tells how it is: each thing that lacks is named with what to do, by the command and on the page."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.asserts import assertContains

from incidents.models import Document, ImportRun
from incidents.people import Member
from kb.health import check_up
from kb.models import PatternSuite

pytestmark = pytest.mark.django_db
NOTE = "# Pool\n\n## Root cause\n\nThe pool was too small.\n"


@pytest.fixture(autouse=True)
def own_folders(spool, settings):
    settings.HASHED_STATIC_FILES = False
    Path(spool).mkdir(exist_ok=True)


@pytest.fixture
def note(tmp_path, capsys):
    (tmp_path / "pool.md").write_text(NOTE)
    call_command("import_documents", str(tmp_path / "pool.md"))
    capsys.readouterr()
    return Document.objects.get()


def found(what):
    return next(check for check in check_up() if check.what == what)


def test_a_new_site_has_no_fault(note, capsys):
    call_command("doctor")
    assert "not well" not in capsys.readouterr().out


def test_who_is_no_admin_is_missed_but_no_fault(db):
    assert (found("Admin").is_well, found("Admin").said) == (None, "there is none yet")


def test_an_index_that_is_behind_is_told_and_fails(note, capsys):
    Document.objects.create(location="/srv/new.md", path="new.md", kind="other", title="New")
    with pytest.raises(CommandError, match="Search index"):
        call_command("doctor")
    assert "1 row behind. Run `manage.py reindex`." in capsys.readouterr().out


def test_documents_of_an_older_reader_are_counted(note):
    Document.objects.update(reader="older")
    assert found("Reader").said == "1 document read by an older one"


def test_an_import_that_was_broken_off_is_told(db):
    ImportRun.objects.create(sources=["notes.zip"], spool="x", task="00000000-0000-0000-0000-000000000000")
    assert found("Imports").is_well is False


def test_a_pattern_that_does_not_hold_is_told(note):
    PatternSuite.objects.create(
        document=note, slug="pool", category="state", broken={}, fixed={}, state="failed", reason="passes"
    )
    assert found("Test patterns").said == "1 suite not doing what the page says"


def test_static_files_that_nobody_collected_are_told(settings, db, tmp_path):
    settings.HASHED_STATIC_FILES, settings.STATIC_ROOT = True, tmp_path
    assert found("Static files").todo == "Run `manage.py collectstatic`."


@pytest.fixture
def olga(client, django_user_model):
    user = django_user_model.objects.create_user("olga")
    Member.objects.create(user=user, role="owner")
    client.force_login(user)
    return user


def test_owners_see_it_on_a_page(client, olga, note):
    assertContains(client.get("/manage/"), "all documents are read by the one of today")


def test_owners_bring_the_index_up_to_date(client, olga, note):
    Document.objects.create(location="/srv/new.md", path="new.md", kind="other", title="New")
    assertContains(
        client.post("/manage/search-index/", follow=True), "Nothing is behind in the search index now; 1 was."
    )


def test_nobody_else_looks_after_the_site(client, db):
    assert client.get("/manage/").status_code == 403
