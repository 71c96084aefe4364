"""Documents come, change and go while people decide and undo, in any order: nothing is lost, nothing orphaned."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from incidents.models import Document, Finding
from kb.catalogue import drop_unfounded, learn, learn_all
from kb.curation import entries
from kb.curation.merging import merge
from kb.curation.splitting import split
from kb.curation.undoing import undo
from kb.models import Act, Evidence, Fix, Signature, Wording
from tests.curation.catalogue import catalogue

FIXES = [
    "Quote every path of the upload script",
    "Quote every path of the upload script on Windows",
    "Quote every path of the upload script on Windows servers",
    "Quote paths of the upload script",
    "Restart the ingest worker",
    "Restarted the ingest worker.",
    "Restart the ingest worker nightly",
    "Use NullPool for the test engine",
    "Do not use NullPool for the test engine",
]
ERRORS = [
    "acme.QueueError: channel to worker alpha closed before the reply",
    "acme.QueueError: channel to worker beta closed before the reply",
    "acme.PipeError: nobody reads what is written to the pipe of jobs",
]
STATEMENTS = [("fix", text) for text in FIXES] + [("signature", text) for text in ERRORS]
SAID = st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=4, unique=True)
PEOPLE = st.sampled_from(["Ann", "Ben"])
PLACES = st.integers(0, 10**6)


class AnyOrder(RuleBasedStateMachine):
    """What stands is remembered beside the catalogue: act → the columns that it wrote."""

    def __init__(self):
        super().__init__()
        self.standing = {}
        self.number = 0
        self.all_of_it = transaction.atomic()
        self.all_of_it.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.all_of_it.__exit__(None, None, None)

    @initialize(said=SAID)
    def begin(self, said):
        self.come(said)

    @rule(said=SAID)
    def come(self, said):
        self.number += 1
        path = f"notes/{self.number}.md"
        document = Document.objects.create(location=f"/srv/{path}", path=path, kind="incident", title=path)
        self.say(document, said)
        learn(document)

    @precondition(lambda self: Document.objects.exists())
    @rule(said=SAID, place=PLACES)
    def change(self, said, place):
        document = pick(Document.objects.order_by("pk"), place)
        document.findings.all().delete()
        self.say(document, said)
        learn(document)
        drop_unfounded()

    @precondition(lambda self: Document.objects.count() > 1)
    @rule(place=PLACES)
    def go(self, place):
        pick(Document.objects.order_by("pk"), place).delete()
        drop_unfounded()

    @rule()
    def learn_again(self):
        learn_all(Document.objects.order_by("-pk"))
        drop_unfounded()

    @rule(place=PLACES, name=PEOPLE, decision=st.sampled_from(["confirm", "reject", "retire", "own", "edit", "verify"]))
    def decide(self, place, name, decision):
        entry = self.entry(place)
        today = datetime.date(2026, 5, 4)
        words = {"title": f"Title {place}"} if isinstance(entry, Signature) else {"text": f"Said anew, number {place}"}
        self.attempt(
            {
                "confirm": lambda: entries.confirm(entry, by=name),
                "reject": lambda: entries.reject(entry, by=name),
                "retire": lambda: entries.retire(entry, by=name),
                "own": lambda: entries.set_owner(entry, name, by=name),
                "edit": lambda: entries.edit(entry, by=name, **words),
                "verify": lambda: entries.verify(entry, today, by=name),
            }[decision]
        )

    @rule(one=PLACES, other=PLACES, name=PEOPLE)
    def merge(self, one, other, name):
        entry, into = self.entry(one), self.entry(other)
        self.attempt(lambda: merge(entry, into, by=name))

    @rule(place=PLACES, chosen=PLACES, name=PEOPLE)
    def split(self, place, chosen, name):
        entry = self.entry(place)
        evidence = Evidence.objects.filter(**{entry._meta.model_name: entry}).order_by("finding")
        if evidence.exists():
            finding = pick(evidence, chosen).finding_id
            self.attempt(lambda: split(entry, [finding], by=name))

    @rule(place=PLACES, name=PEOPLE)
    def decide_and_undo(self, place, name):
        """Undone at once, everything is as it was: rows, names, keys, links, postings."""
        before = catalogue()
        entry = self.entry(place)
        try:
            act = entries.reject(entry, by=name)
        except ValidationError:
            return
        undo(act, by=name)
        assert catalogue() == before

    @precondition(lambda self: self.standing)
    @rule(place=PLACES, name=PEOPLE)
    def undo(self, place, name):
        pk = sorted(self.standing)[place % len(self.standing)]
        try:
            undo(Act.objects.get(pk=pk), by=name)
        except ValidationError:
            return
        del self.standing[pk]

    @invariant()
    def nothing_decided_is_lost(self):
        assert set(Act.objects.standing().by_people().on_entries().values_list("pk", flat=True)) == set(self.standing)
        latest = {}
        for pk in sorted(self.standing):
            for change in self.standing[pk].changes:
                latest |= {(change["kind"], change["id"], column): value for column, value in change["after"].items()}
        for (kind, pk, column), value in latest.items():
            entry = {"fix": Fix, "signature": Signature}[kind].objects.get(pk=pk)
            stored = getattr(entry, column)
            assert (stored.isoformat() if isinstance(stored, datetime.date) else stored) == value

    @invariant()
    def every_finding_is_evidence_of_an_entry_that_stands(self):
        assert Evidence.objects.count() == Finding.objects.count()
        assert not Evidence.objects.exclude(fix__merged_into=None, signature__merged_into=None).exists()

    @invariant()
    def every_wording_is_filed(self):
        assert not Wording.objects.filter(fix=None).exists()
        assert not Fix.objects.filter(decided=False, wordings=None).exists()

    @invariant()
    def learning_is_a_fixed_point(self):
        drop_unfounded()
        before = catalogue()
        learn_all(Document.objects.order_by("pk"))
        drop_unfounded()
        assert catalogue() == before

    def say(self, document, said):
        Finding.objects.bulk_create(
            Finding(
                document=document,
                label=f"f{place}",
                kind=kind,
                text=text,
                first_line=place,
                last_line=place,
                confidence="stated",
                outcome="worked" if kind == "fix" else "",
            )
            for place, (kind, text) in enumerate(said, 1)
        )

    def entry(self, place):
        found = [entry for model in (Fix, Signature) for entry in model.objects.filter(merged_into=None).order_by("pk")]
        return found[place % len(found)]

    def attempt(self, decision):
        try:
            act = decision()
        except ValidationError:
            return
        self.standing[act.pk] = act


def pick(rows, place):
    return rows[place % rows.count()]


@pytest.mark.django_db
def test_any_order():
    shape = settings(max_examples=8, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(AnyOrder, settings=shape)
