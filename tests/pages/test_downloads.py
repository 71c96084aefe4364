"""What is taken along from the pages: a document as it came and as it is, a patch, some, all of the site."""

import io
import json
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from pytest_django.asserts import assertContains, assertNotContains

from incidents.models import Document
from incidents.revising import revise

POOL = b"---\r\ntitle: Pool ran dry # twice\r\n---\r\n# Pool ran dry\r\n\r\n## Root Cause\r\n\r\n1. Nobody closed it."
DAMAGED = b"# Gr\xf6\xdfe der Tabelle\n\nKein Platz.\n"


@pytest.fixture
def service(tmp_path, git, db):
    """A repository with two documents, imported; in one of them a word was changed here."""
    folder = tmp_path / "service"
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "pool.md").write_bytes(POOL)
    (folder / "docs" / "latin.md").write_bytes(DAMAGED)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Notes")
    call_command("import_documents", str(folder), git=True, verbosity=0, stdout=io.StringIO())
    revise(document("pool"), POOL.replace(b"Nobody", b"No job"), by="Ann Lee")
    return folder


@pytest.fixture
def member(client, account):
    client.force_login(account("vic", "viewer"))
    return client


def document(name):
    return Document.objects.get(path__endswith=f"{name}.md")


def content(page):
    assert page.status_code == 200
    assert "attachment" in page.headers["Content-Disposition"]
    return b"".join(page.streaming_content) if page.streaming else page.content


def unpacked(page):
    with zipfile.ZipFile(io.BytesIO(content(page))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


FORMS = [
    ("raw/", POOL),
    ("download/markdown/", POOL.replace(b"Nobody", b"No job")),
]


@pytest.mark.parametrize("form, told", FORMS, ids=["the original", "the newest"])
def test_a_document_is_taken_along_byte_for_byte(client, service, form, told):
    page = client.get(f"{document('pool').get_absolute_url()}{form}")
    assert content(page) == told
    assert page.headers["Content-Disposition"] == 'attachment; filename="pool.md"'


def test_what_nobody_edited_is_what_came(client, service):
    assert content(client.get(f"{document('latin').get_absolute_url()}download/markdown/")) == DAMAGED


def test_the_patch_is_taken_by_git(client, service, git):
    git(service, "am", "--keep-cr", given=content(client.get(f"{document('pool').get_absolute_url()}download/patch/")))
    assert (service / "docs" / "pool.md").read_bytes() == POOL.replace(b"Nobody", b"No job")


OFFERS = ["The original, as it came", "The newest text", "What was read, as JSON"]


@pytest.mark.parametrize("name, goes_back", [("pool", True), ("latin", False)])
def test_the_menu_offers_what_there_is(client, service, name, goes_back):
    page = client.get(document(name).get_absolute_url())
    for offer in OFFERS:
        assertContains(page, offer)
    (assertContains if goes_back else assertNotContains)(page, "as a patch for git")


def test_the_json_says_what_was_read(client, service):
    told = client.get(f"/api/v1/documents/{document('pool').pk}").json()
    assert [finding["text"] for finding in told["findings"]] == ["No job closed it."]


NOTHING = [
    pytest.param("latin", {}, "download/patch/", id="nothing was changed"),
    pytest.param("pool", {"state": "draft"}, "download/patch/", id="a draft"),
    pytest.param("pool", {}, "download/poem/", id="no such form"),
    pytest.param("pool", {"visibility": "restricted"}, "download/markdown/", id="hidden"),
    pytest.param("pool", {"visibility": "restricted"}, "download/patch/", id="hidden patch"),
]


@pytest.mark.parametrize("name, columns, form", NOTHING)
def test_where_there_is_nothing_to_take_along(client, service, name, columns, form):
    found = document(name)
    Document.objects.filter(pk=found.pk).update(**columns)
    assert client.get(f"{found.get_absolute_url()}{form}").status_code == 404


CHOICES = [("", {"pool.md", "latin.md"}), ("?q=Tabelle", {"latin.md"}), ("?kind=prp", set())]


@pytest.mark.parametrize("query, names", CHOICES, ids=["all", "a search", "none"])
def test_what_the_filters_leave_goes_into_a_zip(member, service, query, names):
    files = unpacked(member.get(f"/documents/download/zip/{query}"))
    assert {name.rsplit("/")[-1] for name in files if name.endswith(".md")} == names
    assert len(json.loads(files["manifest.json"])["documents"]) == len(names)
    assert len(files["data/documents.jsonl"].splitlines()) == len(names)


def test_what_one_may_not_see_is_in_no_file_of_it(member, service):
    Document.objects.filter(path__endswith="latin.md").update(visibility="restricted")
    files = unpacked(member.get("/documents/download/zip/"))
    assert "service/docs/pool.md" in files
    assert not [name for name, said in files.items() if b"Tabelle" in said or "latin" in name]


def test_the_list_offers_it_with_its_filters(member, service):
    assertContains(member.get("/documents/?q=Tabelle"), "/documents/download/zip/?q=Tabelle")


def test_visitors_take_one_at_a_time(client, service):
    assertNotContains(client.get("/documents/"), "Export these")
    assert client.get("/documents/download/zip/").status_code == 403


def test_a_patch_of_the_list_is_of_its_repository(member, service, git):
    page = member.get("/documents/download/patch/")
    git(service, "am", "--keep-cr", given=content(page))
    assert (service / "docs" / "pool.md").read_bytes() == POOL.replace(b"Nobody", b"No job")


def test_of_two_repositories_there_are_two_patches(member, service):
    found = document("latin")
    Document.objects.filter(pk=found.pk).update(location="https://example.org/team/notes.git@main!/latin.md")
    found.refresh_from_db()
    revise(found, DAMAGED + b"Nirgends.\n", by="Ann Lee")
    files = unpacked(member.get("/documents/download/patch/"))
    assert "https-example.org-team-notes.git-main.patch" in files
    assert [said.count(b"diff --git") for said in files.values()] == [1, 1]


def test_where_nothing_was_changed_there_is_no_patch(member, service):
    page = member.get("/documents/download/patch/?q=Tabelle", follow=True)
    assert page.redirect_chain == [("/documents/?q=Tabelle", 302)]
    assertContains(page, "none that is from a repository was changed here")


def test_an_admin_takes_all_of_the_site(client, service):
    client.force_login(get_user_model().objects.create(username="root", is_superuser=True))
    assertContains(client.get("/manage/"), "The whole site as one archive")
    assert "data/people.jsonl" in unpacked(client.get("/manage/site.zip"))


@pytest.mark.parametrize("role", ["viewer", "owner"])
def test_nobody_else_does(client, account, role):
    client.force_login(account("olga", role))
    assert client.get("/manage/site.zip").status_code == 403
