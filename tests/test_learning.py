"""What a document says is filed once, many documents speak for one entry, and learning again changes nothing."""

import pytest
from django.core.management import call_command

from incidents.models import Document
from kb.catalogue import drop_unfounded, learn
from kb.models import Cause, CauseFix, Evidence, Fix, Rule, Signature, SignatureCause

pytestmark = pytest.mark.django_db

FIRST = """# Incident: orders page down

**Date:** 2026-03-04

## Root Cause

1. **Pool ran dry**: `sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached`.
   Every request kept a connection until its response was sent.

## Resolution

1. Close the session before the template is rendered.

## Prevention

- Run the load test with the pool size of production.
"""
SECOND = FIRST.replace("orders page down", "invoice page down").replace("Close the session", "Doubled the pool size")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "first.md").write_text(FIRST)
    (tmp_path / "second.md").write_text(SECOND)
    call_command("import_documents", str(tmp_path), verbosity=0)
    return tmp_path


def catalogue():
    """Everything that was learnt, without row numbers."""
    return {
        "evidence": sorted((e.finding.document.title, e.finding.label, e.entry.key) for e in Evidence.objects.all()),
        "causes": sorted(SignatureCause.objects.values_list("signature__key", "cause__key", "document__title")),
        "fixes": sorted(CauseFix.objects.values_list("cause__key", "fix__key", "document__title")),
    }


def test_two_documents_with_the_same_error_share_one_signature(folder):
    signature = Signature.objects.get(template__contains="QueuePool limit")
    assert signature.evidence.count() == 2


def test_the_address_of_a_signature_has_no_values_of_one_document(tmp_path):
    (tmp_path / "note.md").write_text(FIRST.replace("reached", "reached by 6f1c2d3e-4b5a-4968-8778-695a4b3c2d1e"))
    call_command("import_documents", str(tmp_path), verbosity=0)
    signature = Signature.objects.get()
    assert "6f1c2d3e" in signature.example
    assert signature.slug.startswith("timeouterror-queuepool-limit-of-size-5-overflow-10-reached-by-uuid-")


def test_an_error_with_a_hole_is_a_template_that_its_author_wrote(tmp_path):
    (tmp_path / "note.md").write_text(FIRST.replace("size 5 overflow 10 reached", "size <*> overflow <*> reached"))
    call_command("import_documents", str(tmp_path), verbosity=0)
    signature = Signature.objects.get()
    assert signature.written
    assert signature.template == "QueuePool limit of size <*> overflow <*> reached"


def test_two_documents_with_the_same_rule_share_it(folder):
    assert Rule.objects.get(text__contains="load test").evidence.count() == 2


def test_every_finding_is_evidence_of_one_entry(folder):
    for document in Document.objects.all():
        assert Evidence.objects.filter(finding__document=document).count() == document.findings.count()


def test_the_story_is_linked_from_error_to_fix(folder):
    signature = Signature.objects.get(template__contains="QueuePool limit")
    fixes = Fix.objects.filter(causes__signatures=signature).distinct().with_outcomes()
    assert {(fix.n_worked, fix.n_failed) for fix in fixes} == {(1, 0)}
    assert fixes.count() == 2


def test_learning_again_changes_nothing(folder):
    before = catalogue()
    call_command("learn", verbosity=0)
    assert catalogue() == before


def test_learning_in_another_order_gives_the_same(folder):
    before = catalogue()
    for document in Document.objects.order_by("-pk"):
        learn(document)
    assert catalogue() == before


def test_what_no_document_says_any_more_is_dropped(folder):
    Document.objects.get(path__endswith="second.md").delete()
    assert drop_unfounded() >= 1
    assert not Fix.objects.filter(text__contains="Doubled").exists()
    assert Signature.objects.filter(template__contains="QueuePool limit").exists()


def test_what_a_person_confirmed_stays_without_a_document(folder):
    Cause.objects.update(state="confirmed")
    kept = Cause.objects.count()
    Document.objects.all().delete()
    drop_unfounded()
    assert Cause.objects.count() == kept
