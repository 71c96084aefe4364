"""A repository is imported, its documents are changed here, and a person applies the patch: both say the same then."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Document, ImportRun
from incidents.revising import revise
from incidents.revisions import redact
from incidents.writing import begin

pytestmark = pytest.mark.django_db

POOL = b"# Pool ran dry\n\n## Root Cause\n\n1. Nobody closed it.\n"
FILES = {
    "docs/pool.md": POOL,
    "docs/windows.md": b"# Windows\r\n\r\n- One\r\n- Two",
    "docs/latin.md": b"# Gr\xf6\xdfe der Tabelle\n\nKein Platz.\n",
    "README.md": b"# Notes\n",
}


@pytest.fixture
def commit(git):
    def commit(folder):
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message", "Notes")

    return commit


@pytest.fixture
def make(git, commit):
    """Makes a repository that holds some files."""

    def make(folder, files):
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        git(folder, "init", "--quiet", "--initial-branch", "main")
        commit(folder)
        return folder

    return make


@pytest.fixture
def service(git, make, tmp_path):
    """A repository whose main branch was imported, and a person's clone of it."""
    origin = make(tmp_path / "service", FILES)
    import_again(origin)
    git(tmp_path, "clone", "--quiet", "service", "clone")
    return origin


@pytest.fixture
def clone(service):
    return service.parent / "clone"


def import_again(origin):
    call_command("import_documents", str(origin), git=True, stdout=StringIO())


def document(path):
    return Document.objects.get(path=path)


def edit(path, old, new, by="Ann Lee", **options):
    found = document(path)
    return revise(found, bytes(found.latest.content).replace(old, new), by=by, **options)


def export(target, **options):
    out = StringIO()
    call_command("export_documents", str(target), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def taken(git, clone, tmp_path):
    """Has a person apply the patch in the clone, and gives the commits that came of it."""

    def taken(**options):
        export(tmp_path / "changes.patch", **options)
        git(clone, "am", "--quiet", "--keep-cr", str(tmp_path / "changes.patch"))
        return git(clone, "log", "--reverse", "--format=%an: %s", "origin/main..").splitlines()

    return taken


def test_the_clone_says_what_the_documents_say(service, clone, taken):
    edit("service/docs/pool.md", b"Nobody", b"No job")
    edit("service/docs/windows.md", b"- Two", b"- Two\r\n- Three")
    edit("service/docs/latin.md", b"Kein Platz", b"Gr\xf6\xdfer")
    taken()
    for path in FILES:
        assert (clone / path).read_bytes() == bytes(document(f"service/{path}").latest.content), path


def test_each_revision_is_a_commit_in_the_order_of_writing(service, taken):
    edit("service/docs/pool.md", b"Nobody", b"No job", why="It was the jobs")
    edit("service/README.md", b"Notes", b"Our notes", by="Ben")
    edit("service/docs/pool.md", b"No job", b"No worker", by="Zoë")
    assert taken() == ["Ann Lee: It was the jobs", "Ben: Change README.md", "Zoë: Change pool.md"]


def test_what_was_taken_needs_no_patch_any_more(service, clone, tmp_path, git, taken):
    edit("service/docs/pool.md", b"Nobody", b"No job")
    taken()
    git(clone, "push", "--quiet", "origin", "HEAD:refs/heads/taken")
    git(service, "merge", "--quiet", "taken")
    import_again(service)
    assert "no patch was written" in export(tmp_path / "again.patch")
    assert not (tmp_path / "again.patch").exists()
    assert ImportRun.objects.last().counts == {"changed": 1, "unchanged": 3}


def test_a_file_that_was_renamed_meanwhile_is_changed_where_it_is(service, clone, git, commit, taken):
    edit("service/docs/pool.md", b"Nobody", b"No job")
    git(service, "mv", "docs/pool.md", "docs/the pool.md")
    commit(service)
    import_again(service)
    git(clone, "pull", "--quiet")
    assert taken() == ["Ann Lee: Change the pool.md"]
    assert b"No job" in (clone / "docs" / "the pool.md").read_bytes()


def test_what_was_merged_with_the_source_goes_back_from_there(service, clone, git, commit, taken):
    edit("service/docs/pool.md", b"Nobody", b"No job", why="It was the jobs")
    (service / "docs" / "pool.md").write_bytes(POOL.replace(b"Pool ran", b"The pool ran"))
    commit(service)
    import_again(service)
    git(clone, "pull", "--quiet")
    assert taken() == ["Ann Lee: Change pool.md"]
    assert (clone / "docs" / "pool.md").read_bytes().startswith(b"# The pool ran dry\n\n## Root Cause\n\n1. No job")


def test_a_document_that_was_begun_here_becomes_a_file(service, clone, account, taken):
    begun = begin("# Queue stood still\n\nFor an hour.", "incidents/queue", by=account("ann"), visibility="open")
    Document.objects.filter(pk=begun.pk).update(state="published")
    edit("service/README.md", b"Notes", b"Our notes")
    told = taken(document=[str(begun.pk), "service/README.md"])
    assert told == ["ann: Add queue.md", "Ann Lee: Change README.md"]
    assert (clone / "incidents" / "queue.md").read_bytes() == b"# Queue stood still\n\nFor an hour."


def test_what_is_in_no_repository_goes_only_where_it_is_named(service, tmp_path, account, write):
    write("# Queue stood still\n", account("ann"), state="published")
    assert "1 documents of no repository are left out" in export(tmp_path / "changes.patch")


def test_a_patch_is_for_one_repository(service, tmp_path, make):
    other = make(tmp_path / "other", {"docs/other.md": b"# Other\n"})
    import_again(other)
    edit("service/README.md", b"Notes", b"Our notes")
    edit("other/docs/other.md", b"Other", b"Another")
    with pytest.raises(CommandError, match=f"name it with --repository. git:{other}@main, git:{service}@main"):
        export(tmp_path / "changes.patch")
    export(tmp_path / "changes.patch", repository=f"git:{other}@main")
    assert (tmp_path / "changes.patch").read_bytes().count(b"diff --git") == 1


def test_a_redacted_text_goes_nowhere(service, tmp_path, taken):
    edit("service/docs/pool.md", b"Nobody", b"swordfish")
    edit("service/docs/pool.md", b"swordfish", b"No job")
    redact(document("service/docs/pool.md").revisions.get(number=2), by="root", why="A password")
    assert taken() == ["Ann Lee: Change pool.md"]
    assert b"swordfish" not in (tmp_path / "changes.patch").read_bytes()


LEFT_OUT = [
    pytest.param(lambda found: {"state": "draft"}, "it is not published", id="a draft"),
    pytest.param(lambda found: {"gone": found.imported}, "its file is gone from the source", id="gone"),
]


@pytest.mark.parametrize("columns, reason", LEFT_OUT)
def test_what_cannot_go_back_is_named(service, tmp_path, columns, reason):
    edit("service/README.md", b"Notes", b"Our notes")
    found = document("service/README.md")
    Document.objects.filter(pk=found.pk).update(**columns(found))
    assert f"service/README.md: left out, since {reason}." in export(tmp_path / "changes.patch")


def test_what_was_imported_and_is_redacted_cannot_go_back(service, tmp_path):
    edit("service/README.md", b"Notes", b"Our notes")
    redact(document("service/README.md").revisions.get(number=1), by="root", why="A password")
    assert "nobody can tell what changed" in export(tmp_path / "changes.patch")


def test_no_address_of_an_account_leaves_the_site(service, clone, account, git, taken):
    edit("service/README.md", b"Notes", b"Our notes", by=account("ann"))
    taken()
    assert git(clone, "log", "-1", "--format=%an <%ae>").strip() == "ann <ann@noreply.localhost>"
