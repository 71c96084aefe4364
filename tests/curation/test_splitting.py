"""What was split stays split, new examples go where they belong, and undoing puts everything back."""

import pytest
from django.core.exceptions import ValidationError

from incidents.models import Document
from kb.catalogue import drop_unfounded, error_of, learn_all
from kb.curation import entries
from kb.curation.merging import merge
from kb.curation.previewing import preview
from kb.curation.splitting import made_by, split
from kb.curation.undoing import undo
from kb.decisions import confirm
from kb.models import Fix, Signature
from tests.curation.catalogue import catalogue

pytestmark = pytest.mark.django_db

QUOTE = "Quote every path of the upload script"
WINDOWS = "Quote every path of the upload script on Windows"
LOST = "acme.QueueError: worker 'blue' lost the channel"
LOST_TOO = "acme.QueueError: worker 'green' lost the channel"


def findings(*documents):
    return [pk for document in documents for pk in document.findings.values_list("pk", flat=True)]


def shown():
    return Signature.objects.shown().with_documents()


def filed():
    return {(fix.text, fix.n_documents) for fix in Fix.objects.shown().with_documents()}


def test_the_chosen_sentence_gets_an_entry_of_its_own(note):
    note(QUOTE)
    act = split(Fix.objects.get(), findings(note(WINDOWS)), by="Ann", why="There it is the drive letter.")
    assert filed() == {(QUOTE, 1), (WINDOWS, 1)}
    assert made_by(act).text == WINDOWS


def test_it_never_drifts_back(note):
    note(QUOTE)
    split(Fix.objects.get(), findings(note(WINDOWS)), by="Ann")
    before = catalogue()
    learn_all(Document.objects.all())
    drop_unfounded()
    assert catalogue() == before
    note(WINDOWS)
    note(QUOTE)
    assert filed() == {(QUOTE, 2), (WINDOWS, 2)}


def test_undone_it_is_one_again(note):
    note(QUOTE)
    document = note(WINDOWS)
    before = catalogue()
    undo(split(Fix.objects.get(), findings(document), by="Ann"), by="Ben")
    assert catalogue() == before


def test_it_is_not_undone_below_a_decision_on_what_it_made(note):
    note(QUOTE)
    act = split(Fix.objects.get(), findings(note(WINDOWS)), by="Ann")
    entries.confirm(made_by(act), by="Ben")
    with pytest.raises(ValidationError, match=r"Ben confirmed this on .*: undo that first"):
        undo(act, by="Ann")


def test_an_alias_can_be_split_off_again(note):
    note(QUOTE)
    other = note("Escape what the uploader calls a name")
    fixes = list(Fix.objects.order_by("pk"))
    merge(fixes[1], fixes[0], by="Ann")
    split(Fix.objects.get(pk=fixes[0].pk), findings(other), by="Ben")
    assert filed() == {(QUOTE, 1), ("Escape what the uploader calls a name", 1)}


def test_an_example_of_a_signature_becomes_one_of_its_own(note):
    note(LOST, kind="signature")
    confirm(Signature.objects.get(), error_of(LOST_TOO)[0], by="Ben")
    document = note(LOST_TOO, kind="signature")
    before = Signature.objects.with_documents().get()
    assert before.n_documents == 2
    act = split(before, findings(document), by="Ann", why="Green is another cluster.")
    note(LOST_TOO, kind="signature")
    note(LOST, kind="signature")
    assert {(each.example, each.n_documents) for each in shown()} == {(LOST, 2), (LOST_TOO, 2)}
    undo(act, by="Ann")
    assert shown().get().n_documents == 4
    assert made_by(act).merged_into == before


def test_it_is_previewed(note):
    note(QUOTE)
    document, fix = note(WINDOWS), Fix.objects.get()
    seen = preview([fix], lambda: split(fix, findings(document), by="Ann"))
    assert [(moved.finding, moved.after) for moved in seen.moved] == [(*findings(document), WINDOWS)]
    assert Fix.objects.count() == 1


REFUSED = {"nothing": (lambda one, two: []), "all": findings, "another entry's": lambda one, two: [0]}


@pytest.mark.parametrize("choose", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_split(note, choose):
    documents = note(QUOTE), note(WINDOWS)
    with pytest.raises(ValidationError, match=r"Choose some|Nothing would be left"):
        split(Fix.objects.get(), choose(*documents), by="Ann")
