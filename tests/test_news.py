"""What is told of what happens: a save, a decision, an import; each once, and only to those who wait for it."""

import pytest
from django.core.management import call_command

from incidents.models import Document
from incidents.writing import Attempt
from kb.catalogue import learn
from kb.curation.entries import confirm
from kb.mentioning import names_in, with_people
from kb.models import Cause
from kb.saving import save_and_learn
from kb.watching import Notice, Watch, thing_of

REPORT = "---\ntags: [queue]\n---\n# Orders down\n\n## Root Cause\n\n- The connection pool of ten ran dry.\n"


@pytest.fixture
def report(write, ann):
    document = write(REPORT, ann, state="published")
    learn(document)
    return document


def watch(user, thing):
    Watch.objects.create(user=user, thing=thing)


def save(report, text, by):
    return save_and_learn(report, Attempt(text, report.latest.number), by=by)


def told(user):
    return [(notice.kind, notice.text) for notice in user.notices.all()]


def test_who_watches_a_document_hears_of_its_revision(report, ann, ben):
    watch(ben, thing_of(report))
    save(report, REPORT + "\nMore.\n", by=ann)
    assert told(ben) == [("watched", "Orders down: revision 2")]


def test_a_save_that_changes_nothing_is_no_news(report, ann, ben):
    watch(ben, thing_of(report))
    save(report, REPORT, by=ann)
    assert told(ben) == []


def test_a_name_is_called_upon_once(report, ann, ben):
    save(report, REPORT + "\n@ben knows more, and so does @nobody.\n", by=ann)
    save(report, REPORT + "\n@ben knows more, and so does @nobody. Yes.\n", by=ann)
    assert told(ben) == [("mention", "Orders down")]


def test_a_tag_is_told_when_a_document_gets_it(report, ann, ben):
    watch(ben, "tag-sqlite")
    watch(ben, "tag-queue")
    save(report, REPORT.replace("[queue]", "[queue, SQLite]"), by=ann)
    assert told(ben) == [("watched", "sqlite: Orders down")]


def test_an_entry_is_told_when_another_document_speaks_for_it(report, write, ann, ben):
    watch(ben, thing_of(Cause.objects.get()))
    other = write("# Orders down again\n", ann, "again", state="published")
    save(other, REPORT.replace("Orders down", "Orders down again"), by=ann)
    assert told(ben) == [("watched", "Orders down again speaks for: The connection pool of ten ran dry.")]


def test_a_draft_teaches_nothing_yet(report, write, ann, ben):
    watch(ben, thing_of(Cause.objects.get()))
    draft = write("# Orders down again\n", ann, "again")
    save(draft, REPORT.replace("Orders down", "Orders down again"), by=ann)
    assert told(ben) == []


def test_a_decision_is_told_to_who_watches_the_entry(report, ann, ben):
    watch(ben, thing_of(Cause.objects.get()))
    confirm(Cause.objects.get(), by=ann, why="Seen it")
    assert told(ben) == [("watched", "confirmed: The connection pool of ten ran dry.")]


def test_a_large_import_is_one_notice_for_each_thing(report, ben, tmp_path):
    watch(ben, "tag-queue")
    watch(ben, thing_of(Cause.objects.get()))
    for number in range(30):
        (tmp_path / f"{number}.md").write_text(REPORT.replace("down", f"down {number}"))
    call_command("import_documents", str(tmp_path), verbosity=0)
    assert [kind for kind, _ in told(ben)] == ["watched", "watched"]
    assert "and 29 more" in Notice.objects.get(thing="tag-queue").text


def test_an_import_that_changes_nothing_is_no_news(ben, tmp_path):
    (tmp_path / "one.md").write_text(REPORT)
    call_command("import_documents", str(tmp_path), verbosity=0)
    watch(ben, thing_of(Document.objects.get()))
    call_command("import_documents", str(tmp_path), verbosity=0)
    assert told(ben) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@ann and (@ben), please", {"ann", "ben"}),
        ("Ask @Ann.", {"ann"}),
        ("mail ann@example.org", set()),
        ("`@app.route` is a decorator", set()),
        ("```\n@pytest.fixture\n```\n@ann", {"ann"}),
        ("npm i @types/node", {"types"}),
        ("https://example.org/@ann", set()),
        ("nobody", set()),
    ],
)
def test_whom_a_text_calls_upon(text, names):
    assert names_in(text) == names


CHIP = '<span class="chip person" title="Ann &lt;Lee&gt;">@Ann</span>'


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>@Ann knows, @ben not.</p>", f"<p>{CHIP} knows, @ben not.</p>"),
        ('<a href="/@Ann">@Ann</a>', '<a href="/@Ann">@Ann</a>'),
        ("<pre><code>@Ann</code> @Ann</pre>", "<pre><code>@Ann</code> @Ann</pre>"),
        ("1 < 2 @Ann", f"1 < 2 {CHIP}"),
    ],
)
def test_a_name_is_shown_as_a_chip_where_it_stands_in_words(html, shown):
    assert with_people(html, {"ann": "Ann <Lee>"}) == shown
