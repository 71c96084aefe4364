"""A git repository is imported from its objects: any branch, bare or not, without the git program."""

import os
import stat
import tempfile
from io import StringIO
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.management import CommandError, call_command
from dulwich import porcelain
from dulwich.objects import Blob, Commit, Tree
from dulwich.repo import Repo
from dulwich.server import DictBackend
from dulwich.web import make_wsgi_chain

from incidents import repositories
from incidents.models import Document, ImportRun
from incidents.repositories import without_password

pytestmark = pytest.mark.django_db

NOTE = b"# Pool ran dry\n\n## Root Cause\n\n1. Each request kept its connection.\n"
LINK = stat.S_IFLNK
FILE = stat.S_IFREG | 0o644
AUTHOR = b"Nadia <nadia@example.org>"


def import_documents(*paths, **options):
    out = StringIO()
    call_command("import_documents", *map(str, paths), stdout=out, **options)
    return out.getvalue()


def last_counts():
    return ImportRun.objects.last().counts


def commit(path, branch="main", **files):
    """Commits {name: bytes, or (mode, bytes)} as the whole content of the branch of a bare or other repository."""
    with Repo(str(path)) as repository:
        tree = _tree(repository, {name.replace("__", "/"): content for name, content in files.items()})
        commit = Commit()
        commit.tree, commit.message = tree, b"Notes"
        commit.author = commit.committer = AUTHOR
        commit.author_time = commit.commit_time = 1_770_000_000
        commit.author_timezone = commit.commit_timezone = 0
        repository.object_store.add_object(commit)
        repository.refs[b"refs/heads/" + branch.encode()] = commit.id


def _tree(repository, files):
    tree = Tree()
    for name in {name.split("/")[0] for name in files}:
        below = {
            path.removeprefix(f"{name}/"): content
            for path, content in files.items()
            if path != name and path.startswith(f"{name}/")
        }
        if below:
            tree.add(os.fsencode(name), stat.S_IFDIR, _tree(repository, below))
            continue
        mode, content = files[name] if isinstance(files[name], tuple) else (FILE, files[name])
        blob = Blob.from_string(content)
        repository.object_store.add_object(blob)
        tree.add(os.fsencode(name), mode, blob.id)
    repository.object_store.add_object(tree)
    return tree.id


@pytest.fixture
def bare(tmp_path):
    """A bare repository with two documents on main and one more on the branch `next`."""
    path = tmp_path / "notes.git"
    porcelain.init(str(path), bare=True).close()
    with Repo(str(path)) as repository:
        repository.refs.set_symbolic_ref(b"HEAD", b"refs/heads/main")
    main = {"docs/pool.md": NOTE, "README.md": b"# Notes\n", "app.py": b"pass\n", ".github/template.md": b"# T\n"}
    commit(path, **main)
    commit(path, "next", **main, **{"docs/deep/new.md": b"# New\n"})
    return path


def paths():
    return sorted(Document.objects.values_list("path", flat=True))


def test_the_branch_of_head_is_imported(bare):
    import_documents(bare, git=True)
    assert paths() == ["notes/README.md", "notes/docs/pool.md"]
    assert Document.objects.get(path="notes/docs/pool.md").location == f"git:{bare}@main!/docs/pool.md"


def test_a_branch_can_be_named(bare):
    import_documents(bare, git=True, branch="next")
    assert "notes/docs/deep/new.md" in paths()


def test_a_repository_with_a_working_copy_is_read_as_committed(tmp_path):
    folder = tmp_path / "project"
    porcelain.init(str(folder)).close()
    (folder / "a.md").write_bytes(NOTE)
    porcelain.add(str(folder), [str(folder / "a.md")])
    porcelain.commit(str(folder), b"Add a note", author=AUTHOR, committer=AUTHOR)
    (folder / "a.md").write_bytes(b"# Not committed\n")
    import_documents(folder, git=True)
    assert bytes(Document.objects.get(path="project/a.md").latest.content) == NOTE


GLOBS = [
    ("docs/*.md", ["notes/docs/pool.md"]),
    ("docs/**/*.md", ["notes/docs/deep/new.md", "notes/docs/pool.md"]),
    ("*.md", ["notes/README.md"]),
    ("**/????.md", ["notes/docs/pool.md"]),
    ("docs/**", ["notes/docs/deep/new.md", "notes/docs/pool.md"]),
]


@pytest.mark.parametrize("glob, expected", GLOBS, ids=[glob for glob, _ in GLOBS])
def test_a_glob_chooses_files(bare, glob, expected):
    import_documents(bare, git=True, branch="next", glob=glob)
    assert paths() == expected


def test_a_second_import_follows_changes_moves_and_what_is_gone(bare):
    import_documents(bare, git=True)
    moved = Document.objects.get(path="notes/docs/pool.md").pk
    commit(bare, **{"incidents/pool.md": NOTE, "new.md": b"# Another\n"})
    out = import_documents(bare, git=True)
    assert Document.objects.get(path="notes/incidents/pool.md").pk == moved
    assert last_counts() == {"moved": 1, "new": 1, "gone": 1}
    assert "notes/README.md: The file is gone" in out


def test_what_a_glob_leaves_out_is_not_gone(bare):
    import_documents(bare, git=True)
    import_documents(bare, git=True, glob="docs/*.md")
    assert last_counts() == {"unchanged": 1}


def test_a_link_in_a_repository_is_refused_alone(bare):
    commit(bare, **{"a.md": NOTE, "link.md": (LINK, b"/etc/passwd")})
    with pytest.raises(CommandError, match="1 of 2"):
        import_documents(bare, git=True)
    assert "notes/link.md: This is a link" in ImportRun.objects.get().problems[0]
    assert paths() == ["notes/a.md"]


def test_two_names_that_read_alike_are_one_document(bare):
    commit(bare, **{"caf\udce9.md": b"# Old spelling\n", "café.md": b"# New spelling\n"})
    import_documents(bare, git=True)
    assert paths() == ["notes/café.md"]


def test_trees_that_hold_themselves_many_times_are_not_followed(bare, settings):
    settings.MAX_ARCHIVE_FILES = 1000
    with Repo(str(bare)) as repository:
        tree = _tree(repository, {"a.txt": NOTE})
        for _ in range(12):
            bomb = Tree()
            for name in b"0123456789":
                bomb.add(b"d%d" % name, stat.S_IFDIR, tree)
            repository.object_store.add_object(bomb)
            tree = bomb.id
        last = Commit()
        last.tree, last.message, last.author, last.committer = tree, b"Bomb", AUTHOR, AUTHOR
        last.author_time = last.commit_time = last.author_timezone = last.commit_timezone = 0
        repository.object_store.add_object(last)
        repository.refs[b"refs/heads/main"] = last.id
    with pytest.raises(CommandError):
        import_documents(bare, git=True)
    assert "files and folders" in ImportRun.objects.get().problems[0]


def test_a_missing_branch_names_those_that_are_there(bare):
    with pytest.raises(CommandError):
        import_documents(bare, git=True, branch="release")
    assert "no branch or tag release; the branches are main, next" in ImportRun.objects.get().problems[0]


def test_a_repository_without_commits_says_so(tmp_path):
    porcelain.init(str(tmp_path)).close()
    with pytest.raises(CommandError):
        import_documents(tmp_path, git=True)
    assert "no commit yet" in ImportRun.objects.get().problems[0]


def test_a_folder_that_is_no_repository_says_so(tmp_path):
    with pytest.raises(CommandError):
        import_documents(tmp_path, git=True)
    assert "no git repository" in ImportRun.objects.get().problems[0]


def test_a_damaged_object_is_refused_alone(bare):
    name = Blob.from_string(NOTE).id.decode()
    damaged = bare / "objects" / name[:2] / name[2:]
    damaged.chmod(0o644)
    damaged.write_bytes(b"damaged")
    with pytest.raises(CommandError, match="1 of 2"):
        import_documents(bare, git=True)
    assert paths() == ["notes/README.md"]


REFUSED_ADDRESSES = [
    "http://git.example.org/notes.git",
    "git://git.example.org/notes.git",
    "file:///srv/notes.git",
    "ftp://git.example.org/notes.git",
    "ext::sh -c id",
]


@pytest.mark.parametrize("address", REFUSED_ADDRESSES)
def test_other_ways_than_https_and_ssh_are_refused(address):
    with pytest.raises(CommandError):
        import_documents(address)
    assert "by https and ssh only" in ImportRun.objects.get().problems[0]


@pytest.fixture
def served(bare, monkeypatch):
    """The address of the bare repository on a server of this machine. It has no certificate, so http must do."""
    monkeypatch.setattr(repositories, "SCHEMES", ("http",))
    application = make_wsgi_chain(DictBackend({"/team/notes.git": Repo(str(bare))}))
    server = make_server("127.0.0.1", 0, application, handler_class=Silent)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/team/notes.git"
    server.shutdown()
    thread.join()
    server.server_close()


class Silent(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def test_an_address_is_fetched_and_leaves_no_copy_behind(served, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = sorted(tmp_path.iterdir())
    import_documents(served)
    assert paths() == ["notes/README.md", "notes/docs/pool.md"]
    assert sorted(tmp_path.iterdir()) == before


def test_a_branch_of_an_address_is_fetched(served):
    import_documents(served, git=True, branch="next", glob="docs/deep/*")
    assert Document.objects.get().location == f"{served}@next!/docs/deep/new.md"


def test_a_server_that_does_not_answer_is_told_without_the_token():
    with pytest.raises(CommandError):
        import_documents("https://nadia:s3cret@127.0.0.1:1/notes.git")
    run = ImportRun.objects.get()
    assert "cannot be fetched" in run.problems[0]
    assert "s3cret" not in str(run.problems + run.sources)


ADDRESSES = [
    ("https://token@git.example.org/a.git", "https://git.example.org/a.git"),
    ("https://user:token@git.example.org/a.git?x=1", "https://git.example.org/a.git"),
    ("ssh://git:secret@git.example.org:2222/a.git", "ssh://git@git.example.org:2222/a.git"),
    ("git@git.example.org:team/a.git", "ssh://git@git.example.org/team/a.git"),
    ("notes/2026", "notes/2026"),
]


@pytest.mark.parametrize("address, shown", ADDRESSES)
def test_an_address_is_shown_without_its_password(address, shown):
    assert without_password(address) == shown


def test_a_branch_without_git_is_refused(tmp_path):
    with pytest.raises(CommandError, match="add --git"):
        import_documents(tmp_path, branch="main")


def test_a_sidecar_in_a_repository_is_found_whatever_the_glob(bare):
    uid = "0d4f6b1e-2c59-4b5e-9a43-6f5c1b7a9e21"
    told = f'{{"format": "errata sidecar 1", "id": "{uid}"}}'.encode()
    commit(bare, **{"docs/pool.md": NOTE, "docs/pool.md.errata.json": told})
    import_documents(bare, git=True, glob="docs/*.md")
    assert str(Document.objects.get().uid) == uid
