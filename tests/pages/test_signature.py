from datetime import date

from pytest_django.asserts import assertContains, assertNotContains

from kb.models import CauseFix, Meeting, SignatureCause, State

QUERIES = 35


def test_tells_the_cause_and_each_fix_under_its_outcome(client, cast):
    page = client.get(cast.signature.get_absolute_url())
    cause = page.context["story"].causes[0]
    assert {outcome: [told.fix for told in fixes] for outcome, fixes in cause.fixes.items()} == {
        "worked": [cast.worked],
        "failed": [cast.failed],
        "proposed": [cast.proposed],
    }
    assertContains(page, "Every batch query names its order.")
    assertContains(page, "def test_batches_are_ordered")


def test_evidence_leads_to_the_line(client, cast):
    page = client.get(cast.signature.get_absolute_url())
    assertContains(page, f"{cast.incident.get_absolute_url()}#L15")
    assertContains(page, f"{cast.log.get_absolute_url()}#L3")


def test_masks_are_set_apart_and_the_example_is_shown(client, cast):
    page = client.get(cast.signature.get_absolute_url())
    assertContains(page, 'class="mask"')
    assertContains(page, "LockTimeoutError: gave up after 30 s on row 17")


def test_cause_that_two_documents_state_is_told_once(client, cast):
    SignatureCause.objects.create(document=cast.log, signature=cast.signature, cause=cast.cause)
    CauseFix.objects.create(document=cast.log, cause=cast.cause, fix=cast.worked)
    story = client.get(cast.signature.get_absolute_url()).context["story"]
    assert [told.cause for told in story.causes] == [cast.cause]
    assert len(story.causes[0].fixes["worked"]) == 1


def test_fix_that_worked_here_and_failed_there_says_both(client, cast, scribe):
    again = scribe.finding(cast.log, "fix", "Seen again on staging", "failed")
    cast.worked.evidence.create(finding=again)
    told = client.get(cast.signature.get_absolute_url()).context["story"].causes[0].fixes["worked"][0]
    assert told.tally == (("worked", 1), ("failed", 1))


def test_rejected_cause_is_not_told(client, cast):
    cast.cause.state = State.REJECTED
    cast.cause.save()
    assertNotContains(client.get(cast.signature.get_absolute_url()), cast.cause.text)


def test_signature_without_a_cause_says_so(client, scribe):
    bare = scribe.entry("signature", "Segmentation fault")
    page = client.get(bare.get_absolute_url())
    assertContains(page, "No cause is on record")
    assertContains(page, "entered by hand")


def test_markup_in_an_error_is_shown_as_text(client, scribe):
    bare = scribe.entry("signature", "<script>alert(1)</script> in `<b>`")
    assertNotContains(client.get(bare.get_absolute_url()), "<script>alert")


def test_more_causes_ask_no_more_queries(client, cast, scribe, django_assert_max_num_queries):
    for number in range(20):
        found = scribe.finding(cast.log, "cause", f"Reason {number}")
        cause = scribe.entry("cause", f"Reason {number}", found)
        SignatureCause.objects.create(document=cast.log, signature=cast.signature, cause=cause)
        CauseFix.objects.create(document=cast.log, cause=cause, fix=cast.worked)
    with django_assert_max_num_queries(QUERIES):
        client.get(cast.signature.get_absolute_url())


def test_more_documents_ask_no_more_queries(client, cast, scribe, django_assert_max_num_queries):
    for number in range(50):
        night = scribe.document(
            f"# Night {number}\n\nLockTimeoutError: gave up after {number} s on row 3\n", date="2025-02-03"
        )
        quote = f"LockTimeoutError: gave up after {number} s on row 3"
        cast.signature.evidence.create(finding=scribe.finding(night, "signature", quote))
    with django_assert_max_num_queries(QUERIES):
        page = client.get(cast.signature.get_absolute_url())
    assertContains(page, "<mark>7</mark>")
    assertContains(page, "52 documents")


def test_unknown_slug_is_not_found(client, db):
    assert client.get("/signatures/never-met/").status_code == 404


def test_what_the_document_says_besides_is_told_apart(client, cast, scribe):
    beside = scribe.finding(cast.log, "fix", "Seen again on staging", "worked")
    scribe.entry("fix", "Seen again on staging", beside)
    story = client.get(cast.signature.get_absolute_url()).context["story"]
    assert [(other.document, other.groups["worked"]) for other in story.beside] == [(cast.log, [beside])]
    assert story.worked == 1


def test_rejected_statement_is_not_told_besides(client, cast, scribe):
    scribe.entry("rule", "Seen again", scribe.finding(cast.log, "rule", "Seen again"), state=State.REJECTED)
    assert client.get(cast.signature.get_absolute_url()).context["story"].beside == []


def test_documents_and_pastes_say_when_it_was_met(client, cast):
    Meeting.objects.create(day=date(2025, 5, 7), signature=cast.signature, n=4)
    page = client.get(cast.signature.get_absolute_url())
    assert page.context["met"]["rows"][0] == ("5 May 2025", 1, 4)
    assertContains(page, "<title>5 May 2025: pastes 4</title>", html=True)
