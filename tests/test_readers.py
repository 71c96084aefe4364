"""Documents are read in processes of their own; what they give is the same, and one that takes too long is given up."""

import pytest

from incidents import readers
from incidents.files import SourceFile
from incidents.readers import open_readers, read

NOTE = "# Pool ran dry {}\n\n## Root Cause\n\n1. Request {} kept its connection.\n"
FILES = [SourceFile(f"/notes/{n}.md", f"notes/{n}.md", NOTE.format(n, n).encode()) for n in range(20)]


@pytest.fixture
def worth_it(monkeypatch):
    monkeypatch.setattr(readers, "WORTH_IT_FROM", 1)


def test_what_is_read_beside_is_what_is_read_on_the_spot(worth_it):
    with open_readers() as begin:
        answers = begin(FILES)
        assert answers() == [read(file) for file in FILES]


def test_a_file_that_is_not_text_is_answered_with_the_reason(worth_it):
    with open_readers() as begin:
        answers = begin([SourceFile("/a.md", "a.md", b"%PDF-1.7"), FILES[0]])
        assert answers() == ["This is a PDF, not text.", read(FILES[0])]


def test_a_file_that_takes_too_long_is_given_up(worth_it, settings):
    settings.MAX_READING_SECONDS = 0
    with open_readers() as begin:
        [answer] = begin(FILES[:1])()
    assert answer == "Reading it took longer than 0 seconds, so it was given up."


def test_after_one_was_given_up_the_others_are_read(worth_it, settings):
    with open_readers() as begin:
        given_up, others = begin(FILES[:1]), begin(FILES[1:])
        settings.MAX_READING_SECONDS = 0
        assert isinstance(given_up()[0], str)
        settings.MAX_READING_SECONDS = 60
        assert others() == [read(file) for file in FILES[1:]]


def test_a_file_that_takes_too_much_memory_is_given_up(worth_it, settings):
    settings.MAX_READING_BYTES = 250_000_000
    with open_readers() as begin:
        table = SourceFile("/a.md", "a.md", b"|a|b|\n|-|-|\n" + b"|c|d|\n" * 1_000_000)
        assert begin([table])() == ["It takes too much memory to be read."]
