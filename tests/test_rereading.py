"""A better reader reaches what was imported before it; texts, revisions and what people decided stay."""

from io import StringIO

import pytest
from django.core.management import call_command

from incidents import rereading
from incidents.models import Document, Finding, Revision
from incidents.reading import version
from incidents.reading.values import Error
from incidents.rereading import outdated, reread
from incidents.revising import delete, revise
from kb.catalogue import drop_unfounded, learn_all
from kb.decisions import confirm
from kb.models import Cause, Decision, Signature, State

pytestmark = pytest.mark.django_db

NOTE = "# Note {0}\n\n## Root Cause\n\n1. `acme.PoolError: pool {0} ran dry at night`\n2. Nobody watched pool {0}.\n"


@pytest.fixture
def folder(tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.md").write_text(NOTE.format(number))
    call_command("import_documents", str(tmp_path), verbosity=0)
    return tmp_path


@pytest.fixture
def older(folder):
    """All was read by an older reader, which saw no causes."""
    Finding.objects.filter(kind="cause").delete()
    Document.objects.update(reader="older")
    drop_unfounded()


def learn_again():
    out = StringIO()
    call_command("learn", stdout=out)
    return out.getvalue()


def test_the_version_is_that_of_the_sources(tmp_path):
    (tmp_path / "read.py").write_text("one = 1\n")
    before = version._digest(tmp_path)
    (tmp_path / "rendering").mkdir()
    (tmp_path / "rendering" / "html.py").write_text("")
    assert version._digest(tmp_path) == before
    (tmp_path / "read.py").write_text("one = 2\n")
    assert version._digest(tmp_path) != before


def test_what_was_just_imported_is_not_read_again(folder):
    assert not outdated().exists()
    assert "newer reader" not in learn_again()


def test_what_an_older_reader_read_is_read_again_and_learnt(older):
    assert "by a newer reader: 5." in learn_again()
    assert Cause.objects.filter(text__startswith="Nobody watched").count() == 5
    assert not outdated().exists()


def test_no_revision_is_made(older):
    learn_again()
    assert Revision.objects.count() == 5


def test_it_reads_what_the_document_says_now(older):
    document = Document.objects.get(title="Note 3")
    revise(document, b"# Note 3\n\n## Root Cause\n\n1. The clock stood still.\n", by="Ann")
    Document.objects.update(reader="older")
    learn_again()
    assert list(document.findings.values_list("text", flat=True)) == ["The clock stood still."]


def test_a_deleted_document_stays_so(older):
    delete(Document.objects.get(title="Note 3"), by="Ann")
    assert "by a newer reader: 4." in learn_again()


def test_what_people_decided_stays(older):
    signature = Signature.objects.get(template__contains="pool 3")
    confirm(signature, Error("acme.PoolError", "pool three was empty in the night", 1), by="Ann")
    Cause.objects.update(state=State.REJECTED)
    learn_again()
    Cause.objects.filter(text__endswith="pool 2.").update(state=State.REJECTED)
    Document.objects.update(reader="older")
    learn_again()
    assert Cause.objects.get(text__endswith="pool 2.").state == State.REJECTED
    assert Decision.objects.standing().get().signature == signature
    assert signature.keys.filter(origin="example").exists()


def test_broken_off_it_goes_on_where_it_was(older, monkeypatch):
    monkeypatch.setattr(rereading, "BATCH", 2)
    learnt = []

    def learn_twice(documents):
        if len(learnt) == 4:
            raise KeyboardInterrupt
        learnt.extend(documents)
        learn_all(documents)

    with pytest.raises(KeyboardInterrupt):
        list(reread(learn_twice))
    assert outdated().count() == 1
    assert "by a newer reader: 1." in learn_again()


def test_what_cannot_be_read_any_more_keeps_what_was_found(folder, monkeypatch):
    Document.objects.filter(title="Note 3").update(reader="older")
    Revision.objects.filter(document__title="Note 3").update(content=b"\x89PNG\r\n\x1a\n" + bytes(40))
    out = learn_again()
    assert "3.md: Not read again: This is a PNG image, not text." in out
    assert Document.objects.get(title="Note 3").findings.exists()
