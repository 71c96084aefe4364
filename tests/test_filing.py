"""What says the same is one entry, whatever the order of the documents, and what joins two makes them one."""

import itertools
import random

import pytest

from incidents.models import Document, Finding
from kb.catalogue import drop_unfounded, learn, learn_all
from kb.models import Act, Evidence, Fix, Likeness, Rule, TellingWord, Wording

pytestmark = pytest.mark.django_db

CLOSE = "Close the session before the template is rendered."
SAID = [
    CLOSE,
    "Close session before rendering the template",
    "Never close the session before the template is rendered.",
    "Use NullPool for the test engine",
    "Use `NullPool` for the test engine.",
    "Use StaticPool for the test engine",
    "Raise the pool size to 20",
    "Raised the pool size to 20.",
    "Raise the pool size to 50",
]
# The one in the middle says what the others say, and these do not say the same.
CHAIN = [
    "Quote every path of the nightly upload script",
    "Quote every path of the nightly upload script on Windows",
    "Quote every path of the nightly upload script on Windows servers",
]


@pytest.fixture
def write():
    """Writes a document that proposes these fixes, and gives it back unlearnt."""
    numbers = itertools.count(1)

    def write(*texts, kind="fix", outcome="proposed"):
        number = next(numbers)
        path = f"notes/{number}.md"
        document = Document.objects.create(location=f"/srv/{path}", path=path, kind="incident", title=f"Note {number}")
        Finding.objects.bulk_create(
            Finding(
                document=document,
                label=f"f{place}",
                kind=kind,
                text=text,
                first_line=place,
                last_line=place,
                confidence="stated",
                outcome=outcome if kind == "fix" else "",
            )
            for place, text in enumerate(texts, 1)
        )
        return document

    return write


def entries():
    """Every fix as the set of texts that are its evidence, with its key and how it is called."""
    rows = Evidence.objects.exclude(fix=None).values_list("fix__key", "fix__text", "finding__text")
    return sorted((key, text, sorted(row[2] for row in group)) for (key, text), group in grouped(rows))


def grouped(rows):
    return itertools.groupby(sorted(rows), key=lambda row: row[:2])


def test_two_documents_that_say_the_same_share_an_entry(write):
    learn_all([write(CLOSE), write("Close session before rendering the template")])
    fix = Fix.objects.with_documents().get()
    assert fix.n_documents == 2


@pytest.mark.parametrize(
    "other", ["Do not use NullPool for tests", "Use StaticPool for tests", "Use NullPool 2 for tests"]
)
def test_what_differs_in_what_matters_is_filed_apart(write, other):
    learn_all([write("Use NullPool for tests"), write(other)])
    assert Fix.objects.count() == 2


def test_an_entry_is_called_by_the_shortest_of_its_sentences(write):
    learn(write(CLOSE))
    learn(write("Close session before rendering the template"))
    assert str(Fix.objects.get()) == "Close session before rendering the template"


def test_a_fix_and_a_rule_of_the_same_words_are_two_entries(write):
    learn_all([write(CLOSE), write(CLOSE, kind="rule")])
    assert (Fix.objects.count(), Rule.objects.count()) == (1, 1)


def test_the_history_says_why_two_were_filed_together(write):
    learn(write(CLOSE))
    learn(write("Close session before rendering the template"))
    act = Act.objects.about(Fix.objects.get()).get()
    assert (act.kind, act.name) == ("file", "")
    assert act.why == "“Close session before rendering the template” says the same: 100% alike."


def test_what_stands_between_two_joins_them_and_parts_them_when_it_goes(write):
    first, last = write(CHAIN[0]), write(CHAIN[2])
    learn_all([first, last])
    assert Fix.objects.count() == 2
    between = write(CHAIN[1])
    learn(between)
    assert Fix.objects.count() == 1
    between.delete()
    drop_unfounded()
    assert [texts for _, _, texts in entries()] in ([[CHAIN[0]], [CHAIN[2]]], [[CHAIN[2]], [CHAIN[0]]])


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_documents_gives_the_same_catalogue(write, seed):
    documents = [write(text) for text in SAID + CHAIN]
    learn_all(documents)
    expected = entries()
    forget_everything()
    random.Random(seed).shuffle(documents)
    for document in documents:
        learn(document)
    assert entries() == expected


def test_learning_one_by_one_or_all_at_once_is_the_same(write):
    documents = [write(*SAID[:5]), write(*SAID[3:]), write(*CHAIN)]
    for document in documents:
        learn(document)
    expected = entries()
    forget_everything()
    learn_all(documents)
    assert entries() == expected


def test_learning_again_writes_no_history(write):
    documents = [write(text) for text in SAID]
    learn_all(documents)
    rows = Act.objects.count()
    learn_all(documents)
    assert drop_unfounded() == 0
    assert Act.objects.count() == rows


def test_likely_doubles_are_on_record(write):
    learn_all(
        [write("Quote the path in the upload script"), write("Quote the path in the nightly invoice upload script")]
    )
    assert Fix.objects.count() == 2
    assert 0.6 <= Likeness.objects.get().score < 0.85


def forget_everything():
    Evidence.objects.all().delete()
    for model in (Likeness, TellingWord, Wording, Fix):
        model.objects.all().delete()
