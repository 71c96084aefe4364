"""A change of what is keyed stands beside the old keys first, and says whom it would part or bring together."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.reading.values import Error
from kb.decisions import confirm, reject
from kb.matching.keys import key_hash
from kb.matching.values import Key
from kb.matching.versions import CURRENT, VERSIONS
from kb.models import Signature, SignatureKey
from kb.neighbours import TOO_COMMON, compare
from kb.signatures import find_by_error, index

pytestmark = pytest.mark.django_db

TRIAL = "trial-2"


def without_colours(error):
    """What a careless second version might do: colours vary, so they go, and types no longer count."""
    told = re.sub(r"\b(?:red|green|blue)\b", "<colour>", error.message)
    return (Key("S", told),)


@pytest.fixture
def trial(monkeypatch):
    monkeypatch.setitem(VERSIONS, TRIAL, without_colours)


def signature(slug, template, exception_type="acme.PaintError"):
    made = Signature.objects.create(key=slug, slug=slug, title=slug, exception_type=exception_type, template=template)
    index(made, written=False)
    return made


def report(version=TRIAL):
    out = StringIO()
    call_command("compare_keys", version, stdout=out)
    return out.getvalue()


@pytest.fixture
def paints():
    """Two that only the trial brings together, two that only the type kept apart, two that it parts."""
    signature("no-red", "tank of red paint ran dry")
    signature("no-blue", "tank of blue paint ran dry")
    signature("nozzle", "nozzle 14 lost its pressure")
    signature("other-nozzle", "nozzle 15 lost its pressure")


def test_who_would_meet_and_who_would_part_is_said_before_the_switch(paints, trial):
    assert report().splitlines() == [
        f"{CURRENT} → {TRIAL}: 4 signatures would change neighbours.",
        "  would part at M: nozzle and other-nozzle, “PaintError: nozzle <*> lost its pressure”",
        "  would meet at S: no-red and no-blue, “tank of <colour> paint ran dry”",
    ]


def test_the_current_version_changes_nobody(paints):
    assert report(CURRENT) == f"{CURRENT} → {CURRENT}: 0 signatures would change neighbours.\n"


def test_old_keys_stay_and_go_on_answering(paints, trial):
    def current():
        return set(SignatureKey.objects.filter(algorithm=CURRENT).values_list("signature", "level", "text", "origin"))

    before = current()
    report()
    assert current() == before
    assert find_by_error(Error("PaintError", "tank of red paint ran dry", 1)).slug == "no-red"


def test_told_twice_it_says_the_same(paints, trial):
    assert report() == report()


def test_a_new_signature_has_the_keys_of_both(trial):
    made = signature("no-green", "tank of green paint ran dry")
    assert set(made.keys.filter(level="S").values_list("algorithm", "text")) == {
        (CURRENT, "PaintError: tank of green paint ran dry"),
        (CURRENT, "tank of green paint ran dry"),
        (TRIAL, "tank of <colour> paint ran dry"),
    }


def test_decisions_are_keyed_anew_from_their_examples(paints, monkeypatch):
    red = Signature.objects.get(slug="no-red")
    confirm(red, Error("PaintError", "pump starved while drawing red", 1), by="Ann")
    reject(red, Error("PaintError", "lid of the blue tank is stuck", 1), by="Ben")
    monkeypatch.setitem(VERSIONS, TRIAL, without_colours)
    report()
    assert set(red.keys.filter(algorithm=TRIAL).exclude(origin="import").values_list("text", "origin")) == {
        ("pump starved while drawing <colour>", "example"),
        ("lid of the <colour> tank is stuck", "rejected"),
    }


def test_what_everybody_shares_is_counted_and_not_listed(trial):
    for number in range(TOO_COMMON + 1):
        signature(f"s{number}", "the very same words", exception_type=f"acme.N{number}Error")
    assert "keys that too many signatures share were not compared" in report()
    assert compare(CURRENT, TRIAL).signatures == set()


def test_an_unknown_version_is_refused_by_name():
    with pytest.raises(CommandError, match=f"There is no version errata-0. Known are: {CURRENT}"):
        report("errata-0")


def test_keys_are_looked_up_by_the_hash_of_their_text(trial):
    made = signature("no-green", "tank of green paint ran dry")
    row = made.keys.get(algorithm=TRIAL, level="S")
    assert row.hash == key_hash(Key("S", row.text))
