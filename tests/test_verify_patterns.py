"""A pattern is believed when it was seen: the broken suite fails as the page says, and the fixed one passes."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kb.models import PatternSuite, Signature
from kb.patterns.storing import store_unrun

pytestmark = pytest.mark.django_db

PAGE = """---
title: "Orders are looked up by a key that is there"
date: 2026-11-21
category: {category}
symptoms: ["{symptom}"]
libraries: ["pytest >= 9"]
runs: [{runs}]
needs: [{needs}]
---

# Orders are looked up by a key that is there

## Problem

```
{error}
```

## Root Cause

The order was never stored.

## Solution

- Store the order in the fixture.
"""
BROKEN = """
class OrderMissingError(Exception):
    pass


def test_order():
    raise OrderMissingError("order 17 of customer 4 was never stored")
"""
FIXED = "def test_order():\n    assert 17 in {17}\n"
ERROR = "test_order.OrderMissingError: order <*> of customer <*> was never stored"
# Fails when a file is there that an earlier run has left.
LEAVES_A_FILE = """
from pathlib import Path

class OrderMissingError(Exception):
    pass

def test_order():
    place = Path("{folder}") / "order.txt"
    if place.exists():
        raise OrderMissingError("order 17 of customer 4 was never stored")
    place.write_text("17")
"""


@pytest.fixture
def write(tmp_path):
    def write_pattern(name="stored-orders", broken=BROKEN, fixed=FIXED, **said):
        said = {"category": "fixtures", "symptom": "always fails", "runs": "", "needs": "", "error": ERROR} | said
        folder = tmp_path / name
        for suite, text in (("broken", broken), ("fixed", fixed)):
            (folder / suite).mkdir(parents=True)
            (folder / suite / "test_order.py").write_text(text)
        (folder / "pattern.md").write_text(PAGE.format(**said))
        return folder

    return write_pattern


def verify(*folders, **options):
    out = StringIO()
    call_command("verify_patterns", *map(str, folders), stdout=out, **options)
    return out.getvalue()


def refused(*folders, **options):
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_patterns", *map(str, folders), stdout=out, **options)
    assert ended.value.code == 1
    return out.getvalue()


def test_a_pattern_that_does_what_it_says_is_verified(write):
    said = verify(write())
    assert said.startswith("verified    stored-orders")
    assert "1 patterns: 1 verified" in said


def test_what_was_run_and_seen_is_kept_with_its_versions(write):
    verify(write())
    suite = PatternSuite.objects.get()
    assert suite.document.title == "Orders are looked up by a key that is there"
    assert suite.broken == {"test_order.py": BROKEN}
    assert "order 17 of customer 4 was never stored" in suite.broken_output
    assert "1 passed" in suite.fixed_output
    assert suite.versions["pytest"] == pytest.__version__
    assert [str(library) for library in suite.libraries.all()] == ["pytest >= 9"]


def test_verifying_again_replaces_what_was_seen(write):
    folder = write()
    verify(folder)
    (folder / "fixed" / "test_order.py").write_text("def test_order():\n    assert not {17}\n")
    assert "The fixed suite fails: tests failed." in refused(folder)
    assert PatternSuite.objects.get().state == "failed"


def test_no_place_of_this_machine_is_kept(write, tmp_path):
    verify(write(broken=BROKEN + "\ndef test_more(tmp_path):\n    print(__file__)\n    assert 0\n"))
    output = PatternSuite.objects.get().broken_output
    assert "broken/test_order.py" in output
    assert "/pattern-" not in output


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("def test_order():\n    pass\n", "The broken suite passes."),
        ("def test_order():\n    {}['order 17']\n", "The output of the broken suite is"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n", "no failure was found"),
    ],
    ids=["passes", "another error", "killed"],
)
def test_a_broken_suite_must_show_the_failure_of_the_page(write, broken, reason):
    assert reason in refused(write(broken=broken))


def test_an_error_that_is_known_as_another_signature_is_told_by_its_name(write):
    other = BROKEN.replace("OrderMissingError", "CartLostError").replace("order 17 of", "the cart of")
    other = other.replace("was never stored", "was emptied while it was paid")
    verify(
        write("lost-carts", broken=other, error="CartLostError: the cart of customer <*> was emptied while it was paid")
    )
    assert "known as another signature: CartLostError" in refused(write(broken=other))


def test_what_fails_now_and_then_must_pass_ten_times(write, tmp_path):
    count = f"place = Path({str(tmp_path)!r}) / 'count.log'"
    fixed = f"""
from pathlib import Path
def test_order():
    {count}
    with place.open("a") as file:
        file.write("x")
    assert len(place.read_text()) < 7
"""
    assert "The fixed suite fails in run 7" in refused(write(fixed=fixed, runs='"ten times"'))


def test_a_suite_that_fails_the_second_time_runs_twice_in_its_folder(write):
    fixed = "def test_order(tmp_path):\n    (tmp_path / 'order.txt').write_text('17')\n"
    assert "verified" in verify(write(broken=LEAVES_A_FILE.format(folder="."), fixed=fixed, runs='"twice"'))


def test_each_run_begins_in_an_empty_folder(write):
    folder = write(broken=LEAVES_A_FILE.format(folder="."))
    assert "The broken suite passes." in refused(folder)
    assert not (folder / "broken" / "order.txt").exists()


def test_the_suite_sees_nothing_of_the_operator(write, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "of the site")
    fixed = "import os\nfrom pathlib import Path\ndef test_order():\n    assert 'SECRET_KEY' not in os.environ\n"
    fixed += "    assert list(Path.home().iterdir()) == []\n"
    assert "verified" in verify(write(fixed=fixed))


def test_a_pattern_without_its_service_says_so_and_stops_nobody(write):
    assert "unverified  stored-orders  It needs postgres" in verify(write(needs='"postgres"'))
    assert PatternSuite.objects.get().reason.startswith("It needs postgres")


def test_strict_wants_every_pattern_verified(write):
    assert "1 unverified" in refused(write(needs='"redis"'), strict=True)


def test_a_pattern_without_its_library_says_which(write):
    folder = write()
    (folder / "requirements.txt").write_text("kitchen-sink>=3\n")
    assert "It needs kitchen-sink" in verify(folder)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"category": "misc"}, "no category of the list"),
        ({"symptom": "is flaky"}, "“is flaky” among its symptoms"),
        ({"runs": '"often"'}, "“often” among its runs"),
        ({"needs": '"mongodb"'}, "“mongodb” among its needs"),
    ],
)
def test_a_misspelt_field_is_told_with_what_may_be_written(write, said, reason):
    assert f"failed      stored-orders  pattern.md has {reason}" in refused(write(**said))


def test_a_name_that_is_no_pattern_is_refused():
    with pytest.raises(CommandError, match="neither a name in patterns/ nor a folder"):
        verify("no-such-pattern")


def test_suites_that_were_not_run_yet_are_on_record_with_that_reason(write):
    folder = write()
    call_command("import_documents", str(folder), stdout=StringIO())
    store_unrun([folder])
    suite = PatternSuite.objects.get()
    assert suite.broken == {"test_order.py": BROKEN}
    assert suite.reason == "It has not been run on this site yet: `make verify` runs it."


def test_what_was_seen_is_not_forgotten_for_it(write):
    folder = write()
    verify(folder)
    store_unrun([folder])
    assert PatternSuite.objects.get().state == "verified"


def test_the_signature_that_the_page_names_is_the_one_that_is_known(write):
    verify(write())
    assert Signature.objects.get().exception_type == "test_order.OrderMissingError"
