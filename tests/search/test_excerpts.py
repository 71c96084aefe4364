import pytest

from kb.search.excerpts import excerpt, marked
from kb.search.query import read_query

LOG = """\
# Workers wait

Nothing was said of it for a day, and then the dashboard was red and everybody looked at the wrong place for hours.

E   sqlalchemy.exc.NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:sqlite.aiosqlite

The driver was not installed.
"""
TITLES = [
    ("module error", "NoSuch[Module][Error] in a module", "NoSuch[Module][Error] in a [module]"),
    ("nosuchmoduleerror", "NoSuchModuleError", "[NoSuchModuleError]"),
    ("NoSuchModuleError", "no such module error", "[no such module error]"),
    ('"not help"', "did not\n help, nothing", "did [not help], nothing"),
    ("sql", "SQLAlchemy and sqlite", "[SQLAlchemy] and [sqlite]"),
    ("sql ", "SQLAlchemy and sqlite", "[SQL]Alchemy and sqlite"),
    ("on ", "on conditions", "[on] conditions"),
    ("404 ", "HTTP404 and 4040", "HTTP[404] and 4040"),
    ("İstanbul", "İSTANBUL", "İSTANBUL"),
]


def terms(text):
    return read_query(text, {}).terms


def told(pieces):
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


@pytest.mark.parametrize("question, title, expected", TITLES, ids=[question for question, *_ in TITLES])
def test_what_was_found_is_marked(question, title, expected):
    assert told(marked(title.replace("[", "").replace("]", ""), terms(question))) == expected


def test_the_excerpt_is_where_most_words_stand_together():
    found = excerpt(LOG, terms("was plugin load driver "), width=90)
    assert told(found.pieces).startswith(
        "…Can't [load] [plugin]: sqlalchemy.dialects:sqlite.aiosqlite The [driver] [was]"
    )
    assert found.line == 5


def test_without_a_mark_the_text_begins_at_its_beginning():
    found = excerpt(LOG, terms("elsewhere"), width=20)
    assert (told(found.pieces), found.line) == ("Workers wait Noth…", 0)


def test_front_matter_is_shown_where_nothing_else_has_it():
    text = "---\ntags: [sqlite]\nowner: ada\n---\n# Locks\n\nSQLite is locked.\n"
    assert told(excerpt(text, terms("sqlite ")).pieces).startswith("[SQLite] is locked")
    assert told(excerpt(text, terms("ada ")).pieces).startswith("owner: [ada]")


def test_signs_of_code_and_headings_are_not_shown():
    text = "# Locks\n\nRun `pytest -n 2` twice.\n\n## Cause\n"
    assert told(excerpt(text, terms("twice ")).pieces) == "Run pytest -n 2 [twice]. Cause "
