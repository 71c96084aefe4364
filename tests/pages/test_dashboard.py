import csv
from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from kb.models import CauseFix, Feedback, Meeting, SignatureCause, VerdictCount

URL = "/dashboard/"
MAY = date(2026, 5, 4)
QUERIES = 30


def panel(page, slug):
    return next(panel for name, _, panel in page.context["panels"] if name == slug)


def cells(panel):
    return [tuple(map(str, row)) for row in panel.rows]


@pytest.fixture
def pastes(db):
    for day, verdict, n in [(MAY, "known", 6), (MAY, "vague", 2), (MAY + timedelta(days=7), "unknown", 2)]:
        VerdictCount.objects.create(day=day, verdict=verdict, n=n)


def test_pastes_are_told_by_verdict_and_week(client, pastes):
    found = panel(client.get(URL), "verdicts")
    assert (found.figure, found.said) == ("60 %", "of 10 pastes were known")
    assert cells(found) == [("11 May 2026", "0", "0", "2", "0"), ("4 May 2026", "6", "0", "0", "2")]


def test_a_chart_says_what_its_bars_mean(client, pastes):
    page = client.get(URL)
    assertContains(page, "<title>4 May 2026: known 75 %</title>", html=True)


def test_what_is_met_again_after_a_fix_that_worked_is_a_recurrence(client, cast):
    found = panel(client.get(URL), "recurrences")
    assert cells(found) == [(cast.signature.title, "1", "2025-05-06", "after a fix that worked")]


def test_a_paste_is_a_meeting_too(client, cast):
    Meeting.objects.create(day=MAY, signature=cast.signature, n=3)
    assert panel(client.get(URL), "recurrences").rows[0][1:3] == (4, MAY)
    assert cells(panel(client.get(URL), "most-met")) == [(cast.signature.title, "5", "2", "3")]


def test_what_a_rule_should_have_prevented_is_one_after_a_rule(client, cast):
    cast.findings["worked"].delete()
    assert panel(client.get(URL), "recurrences").rows[0][3] == "after a rule"


def test_fixes_are_counted_by_outcome_with_what_people_said(client, cast):
    Feedback.objects.create(fix=cast.worked, wording=wording(cast.worked), worked=False, name="Ann")
    found = panel(client.get(URL), "failed-fixes")
    assert (found.figure, found.said) == ("67 %", "of 3 tried fixes did not work")


def wording(fix):
    return fix.wordings.create(kind="fix", key="k", form="rows are taken in order")


def test_a_signature_with_a_proven_fix_is_not_among_those_without(client, cast, scribe):
    other = scribe.entry("signature", "Broken pipe", scribe.finding(cast.log, "signature", "Seen again on staging"))
    assert cells(panel(client.get(URL), "unproven")) == [(other.title, "1", "1", "0")]


def test_causes_are_ranked_by_documents(client, cast):
    assert cells(panel(client.get(URL), "causes")) == [(cast.cause.text, "1")]


def test_what_nobody_decided_on_waits(client, cast):
    type(cast.rule).objects.update(created=timezone.now() - timedelta(days=60))
    cast.cause.state = "confirmed"
    cast.cause.save()
    found = panel(client.get(URL), "review")
    assert found.figure == "6"
    assert found.rows[:3] == [("1 week", 1, 0, 3, 0, 1), ("1 month", 0, 0, 0, 0, 0), ("3 months", 0, 0, 0, 1, 0)]


def test_what_is_due_is_listed_with_its_owner(client, cast):
    cast.worked.review_by, cast.worked.owner = MAY, "Ann"
    cast.worked.save()
    assert cells(panel(client.get(URL), "stale")) == [(cast.worked.text, "fix", "2026-05-04", "Ann")]


@pytest.mark.parametrize(
    ("query", "causes", "failed"),
    [
        ("", 1, "50 %"),
        ("kind=incident", 1, "50 %"),
        ("kind=debug_log", 0, "–"),
        ("tag=locks", 1, "50 %"),
        ("tag=lock", 0, "–"),
        ("project=Orders", 1, "50 %"),
        ("project=mail", 0, "–"),
        ("after=2025-04-01", 0, "–"),
        ("before=2025-04-01", 1, "50 %"),
        ("kind=poem&after=never", 1, "50 %"),
    ],
)
def test_kind_project_tag_and_time_narrow_it(client, cast, query, causes, failed):
    cast.incident.fields, cast.incident.project = {"tags": ["locks", "workers"]}, "orders"
    cast.incident.save()
    page = client.get(f"{URL}?{query}")
    assert len(panel(page, "causes").rows) == causes
    assert panel(page, "failed-fixes").figure == failed


def test_only_time_narrows_pastes(client, pastes):
    assert panel(client.get(f"{URL}?kind=prp&after=2026-05-10"), "verdicts").said == "of 2 pastes were known"


def test_each_panel_is_a_spreadsheet_of_the_same_choice(client, pastes):
    assertContains(client.get(f"{URL}?after=2026-05-10"), f"{URL}verdicts.csv?after=2026-05-10")
    page = client.get(f"{URL}verdicts.csv?after=2026-05-10")
    assert list(csv.reader(page.text.splitlines())) == [
        ["Period", "Known", "Similar", "Unknown", "Too little to go on"],
        ["11 May 2026", "0", "0", "2", "0"],
    ]


def test_a_spreadsheet_holds_all_rows_and_no_formula(client, scribe):
    document = scribe.document("# Log\n\nseen")
    for number in range(12):
        scribe.entry("cause", f"=cmd({number})", scribe.finding(document, "cause", "seen"))
    rows = list(csv.reader(client.get(f"{URL}causes.csv").text.splitlines()))
    assert len(rows) == 13
    assert rows[1][0] == "'=cmd(0)"
    assertContains(client.get(URL), "and 2 more")


def test_there_is_no_other_spreadsheet(client, db):
    assert client.get(f"{URL}people.csv").status_code == 404


def test_an_empty_site_has_a_dashboard_too(client, db):
    page = client.get(URL)
    assertContains(page, "Nothing to show yet")
    assertNotContains(page, "style=")


def test_ten_times_the_data_asks_no_more_queries(client, cast, scribe, django_assert_num_queries):
    with django_assert_num_queries(QUERIES):
        client.get(URL)
    for number in range(40):
        found = scribe.finding(cast.log, "signature", "Seen again on staging")
        signature = scribe.entry("signature", f"Broken pipe {number}", found)
        cause = scribe.entry("cause", f"Cause {number}", scribe.finding(cast.log, "cause", "Seen again on staging"))
        SignatureCause.objects.create(document=cast.log, signature=signature, cause=cause)
        CauseFix.objects.create(document=cast.log, cause=cause, fix=cast.worked)
        Meeting.objects.create(day=MAY, signature=signature, n=number)
        VerdictCount.objects.create(day=MAY + timedelta(days=number), verdict="known", n=number)
        scribe.entry("rule", f"Rule {number}", review_by=MAY)
    with django_assert_num_queries(QUERIES):
        client.get(URL)
