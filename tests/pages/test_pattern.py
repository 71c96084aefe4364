"""The page of a pattern shows its two suites side by side, and when they were seen to do what it says."""

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from kb.models import PatternSuite
from kb.patterns.comparing import compare

BROKEN = "import pytest\n\n\ndef test_rows(rows):\n    assert rows == [3, 1]\n"
FIXED = "import pytest\n\n\ndef test_rows(rows):\n    assert sorted(rows) == [1, 3]\n    assert rows\n"


@pytest.fixture
def suite(cast):
    suite = PatternSuite.objects.create(
        document=cast.incident,
        slug="ordered-batches",
        category="unordered",
        broken={"test_rows.py": BROKEN, "pytest.ini": "[pytest]\n"},
        fixed={"test_rows.py": FIXED, "pytest.ini": "[pytest]\n"},
        state="verified",
        run_at=timezone.now(),
        n_passed=10,
        versions={"Python": "3.11.7", "pytest": "9.2.0"},
        broken_output="E   assert [1, 3] == [3, 1]",
        fixed_output="1 passed in 0.01s",
    )
    suite.symptoms.create(text="fails now and then")
    suite.libraries.create(name="pytest", versions=">= 9")
    return suite


def test_page_says_when_and_with_what_it_was_verified(client, cast, suite):
    page = client.get(cast.pattern.get_absolute_url())
    assertContains(page, f"{suite.run_at:%Y-%m-%d}</time> with Python 3.11.7, pytest 9.2.0; the repair passed 10 times")
    assertContains(page, "Order that nobody promised")
    assertContains(page, "E   assert [1, 3] == [3, 1]")


def test_changed_lines_are_marked_by_signs_and_the_fixed_file_can_be_copied(client, cast, suite):
    page = client.get(cast.pattern.get_absolute_url())
    assertContains(
        page, '<del><span class="sign" aria-hidden="true">−</span><code>    assert rows == [3, 1]</code></del>'
    )
    assertContains(page, "<code>    assert sorted(rows) == [1, 3]</code></ins>")
    assertContains(page, f'<pre tabindex="0"><code>{FIXED}</code></pre>', html=False)


def test_what_could_not_be_verified_says_why(client, cast, suite):
    PatternSuite.objects.update(state="unverified", reason="It needs postgres: name a server.", run_at=None)
    page = client.get(cast.pattern.get_absolute_url())
    assertContains(page, "It needs postgres: name a server.")
    assertNotContains(page, "✔ verified")


@pytest.mark.parametrize(
    "asked", ["symptom=fails now and then", "category=unordered", "library=pytest", "suite=verified"]
)
def test_patterns_are_found_by_how_and_why_they_fail(client, cast, suite, scribe, asked):
    other = scribe.entry(
        "pattern", "Name batches after their worker", scribe.finding(cast.log, "pattern", "Maybe retry")
    )
    page = client.get(f"/patterns/?{asked}")
    assertContains(page, cast.pattern.get_absolute_url())
    assertNotContains(page, f'href="{other.get_absolute_url()}"')


def test_page_leads_to_patterns_that_look_the_same(client, cast, suite):
    page = client.get(cast.pattern.get_absolute_url())
    assertContains(page, "/patterns/?symptom=fails%20now%20and%20then")
    assertContains(page, "pytest &gt;= 9")


def test_lines_that_are_the_same_stand_beside_each_other():
    files = compare(
        {"test_rows.py": BROKEN, "pytest.ini": "[pytest]\n"}, {"pytest.ini": "[pytest]\n", "test_rows.py": FIXED}
    )
    rows = files[0].rows
    assert [file.name for file in files] == ["test_rows.py", "pytest.ini"]
    assert [(row.broken.number, row.fixed.number) for row in rows if row.changed] == [(5, 5), (None, 6)]
    assert not files[1].changed
