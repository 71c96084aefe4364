"""What of a template is literal, and what is the value of one occurrence."""

import pytest

from kb.matching.wordings import read_template, recalled, stored

EXAMPLES = [
    (
        "assigned",
        "login refused for shell user=root from gate",
        {"login", "refused", "shell", "user", "gate"},
        {"root"},
    ),
    ("assigned a number", "login refused uid=17 on shell", {"login", "refused", "uid", "shell"}, set()),
    ("compared", "refused because owner == nobody here", {"refused", "because", "owner", "nobody", "here"}, set()),
    ("quoted", "login refused for 'root' today", {"login", "refused", "today"}, {"root"}),
]


@pytest.mark.parametrize("text, literal, values", [row[1:] for row in EXAMPLES], ids=[row[0] for row in EXAMPLES])
def test_in_an_example_what_is_assigned_is_a_value(text, literal, values):
    (wording,) = read_template("", text, written=False)
    assert set(wording.words) >= literal
    assert set(wording.values) >= values
    assert not set(wording.words) & values


def test_in_a_written_template_it_is_literal():
    (wording,) = read_template("", "login refused for user=root from gate", written=True)
    assert "root" in wording.words


@pytest.mark.parametrize(
    "text, written",
    [
        ("sqlite3.OperationalError: no such table: <*>", True),
        ("could not resolve <*> / [Errno -3] temporary failure in name resolution", True),
        ('relation "orders_7" does not exist. Was the schema "shop" migrated?', False),
        ("OperationalError", True),
        ("", False),
    ],
    ids=["a hole", "two wordings", "an example", "a type alone", "nothing"],
)
def test_what_is_stored_is_recalled_as_it_was_read(text, written):
    wordings = read_template("OperationalError", text, written=written)
    assert recalled(stored(wordings)) == wordings


def test_what_another_reading_stored_is_not_recalled():
    assert recalled("") == recalled('[0,[["gone","",[],0,[],[],""]]]') == ()
