"""What git is given is what git takes: every byte of a change, and who made it, when and why."""

from datetime import UTC, datetime
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.patches import Patch, difference, mails

WRITTEN = datetime(2026, 6, 4, 10, 42, tzinfo=UTC)


@pytest.fixture
def git(git, tmp_path):
    return partial(git, tmp_path)


@pytest.fixture
def repository(git, tmp_path):
    """A function that makes a repository with one file, or with none."""

    def repository(path, content):
        git("init", "--quiet")
        (tmp_path / "README").write_text("Notes\n")
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if content is not None:
            file.write_bytes(content)
        git("add", "--all")
        git("commit", "--quiet", "--message", "Begin")
        return file

    return repository


def patch(path, old, new, name="Ann Lee", subject="Say it better"):
    return Patch(path, old, new, name, "ann-lee@noreply.example.org", WRITTEN, subject, "Revision 2")


def series(path, *texts):
    return b"".join(mails([patch(path, old, new) for old, new in pairwise(texts)]))


TEXTS = [
    pytest.param("docs/pool.md", [b"a\nb\n", b"a\nc\n", b"a\nc\nd\n"], id="two revisions"),
    pytest.param("pool.md", [b"a\nb", b"a\nb\n", b"a\nb\nc"], id="no newline at the end"),
    pytest.param("pool.md", [b"a\r\nb\r\n", b"a\r\nc\r\n"], id="CRLF"),
    pytest.param("pool.md", [b"gr\xf6\xdfe\n\xff\n", b"gr\xf6\xdfer\n\xff\n\xfe"], id="no UTF-8"),
    pytest.param("pool.md", [text.encode("utf-16") for text in ("a\nb\n", "a\nü\n")], id="UTF-16"),
    pytest.param('a b/über "pool"\t1.md', [b"a\n", b"b\n"], id="a hard name"),
    pytest.param("new/pool.md", [None, b"a\nb", b"a\n"], id="a new file"),
    pytest.param("pool.md", [b"a\n", b"", b"b\n"], id="emptied and filled"),
    pytest.param("pool.md", [None, b""], id="new and empty"),
    pytest.param(
        "pool.md",
        [b"--- a\n", b"--- a\n-- \nFrom x Thu Jan  1 00:00:00 2020\ndiff --git a/b b/b\n@@ -1 +1 @@\n"],
        id="what looks like a patch",
    ),
]
COMMANDS = [pytest.param(["am", "--quiet", "--keep-cr"], id="git am"), pytest.param(["apply"], id="git apply")]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("path, texts", TEXTS)
def test_git_makes_the_same_bytes_of_it(git, repository, path, texts, command):
    file = repository(path, texts[0])
    git(*command, given=series(path, *texts))
    assert file.read_bytes() == texts[-1]


def test_the_index_names_what_git_has(git, repository):
    repository("pool.md", b"a\nb\n").write_bytes(b"a\nc\nd")
    told = git("diff", "--full-index").replace(" 100644\n", "\n")
    assert difference("pool.md", b"a\nb\n", b"a\nc\nd").decode() == told


HEADS = [
    ("Ann Lee", "Say it better", "Ann Lee: Say it better"),
    ("Zoë Größe", "Größe — wie\ngemessen", "Zoë Größe: Größe — wie gemessen"),
    ('Ann "A" <ann@example.org>', "Fixed, see =?x", "Ann A ann example.org: Fixed, see =?x"),
    ("Ann Lee", "long " * 60, "Ann Lee: " + ("long " * 40).strip()),
]


@pytest.mark.parametrize("name, subject, told", HEADS, ids=["plain", "not ASCII", "marks of mail", "long"])
def test_who_when_and_why_stand_in_the_commit(git, repository, name, subject, told):
    repository("pool.md", b"a\n")
    git("am", "--quiet", given=b"".join(mails([patch("pool.md", b"a\n", b"b\n", name, subject)])))
    shown = git("log", "-1", "--format=%an: %s%n%aI%n%b").split("\n")
    assert shown[:3] == [told, "2026-06-04T10:42:00+00:00", "Revision 2"]


def test_where_the_repository_went_on_git_merges(git, repository):
    before = b"".join(b"%d\n" % number for number in range(9))
    file = repository("pool.md", before)
    file.write_bytes(before.replace(b"3\n", b"three\n"))
    git("commit", "--quiet", "--all", "--message", "Go on")
    git("am", "--quiet", "--3way", given=series("pool.md", before, before.replace(b"5\n", b"five\n")))
    assert file.read_bytes() == before.replace(b"3\n", b"three\n").replace(b"5\n", b"five\n")


LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"\n", b"c\r\n", b"-- \n", b"@@\n"]), max_size=40).map(b"".join)


def test_hundreds_of_changes_are_taken(git, tmp_path):
    file = tmp_path / "pool.md"

    @settings(max_examples=200, deadline=None, database=None)
    @given(LINES, LINES, st.sampled_from([b"", b"end"]))
    def check(old, new, end):
        file.write_bytes(old)
        if old != new + end:
            git("apply", given=difference("pool.md", old, new + end))
        assert file.read_bytes() == new + end

    check()
