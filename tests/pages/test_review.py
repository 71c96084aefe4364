"""The review queue: one document at a time, each finding judged, nothing lost, and nothing in the way of reading."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from incidents.models import Document, Finding
from kb.catalogue import learn_all
from kb.curation import entries
from kb.curation.queue import cards_of
from kb.models import Act, Cause, Fix, Signature, State


@pytest.fixture
def team(cast):
    """The cast as learning files it."""
    learn_all(Document.objects.all())
    return cast


def page_of(document):
    return reverse("review_document", args=[document.pk])


def test_the_queue_leads_to_the_newest_document_first(client, team):
    page = client.get("/review/")
    assert [document for document, _ in page.context["rows"]] == [team.log, team.incident]
    assertContains(page, f'<a class="button main" href="{page_of(team.log)}"')


def test_each_finding_is_a_card_beside_the_text(client, team):
    page = client.get(page_of(team.incident))
    assertContains(page, "data-card data-open", count=len(cards_of(team.incident, None)))
    assertContains(page, 'id="L20"')
    assertContains(page, "<h2")


def test_what_is_stated_comes_first(client, team):
    Finding.objects.filter(pk=team.findings["cause"].pk).update(confidence="inferred")
    kinds = [card.kind for card in cards_of(team.incident, None)]
    assert kinds[-1] == "cause"


def test_accepting_leads_to_the_next_card_that_waits(client, team):
    cards = cards_of(team.incident, None)
    page = client.get(page_of(team.incident))
    _, _, following, _ = page.context["cards"][0]
    assert following == f"{page_of(team.incident)}#{cards[1].anchor}"
    card = cards[0]
    answer = client.post(
        reverse("decide", args=[card.kind, card.entry.pk, "confirm"]), {"version": 0, "next": following}
    )
    assert answer.url == following
    assertContains(client.get(page_of(team.incident)), "data-card data-open", count=len(cards) - 1)


def test_all_that_is_stated_is_accepted_at_once(client, team):
    Finding.objects.filter(pk=team.findings["cause"].pk).update(confidence="unsure")
    page = client.get(page_of(team.incident))
    sent = [f"{card.kind}-{card.entry.pk}-{card.entry.version}" for card in page.context["stated"]]
    done = client.post(reverse("accept_stated", args=[team.incident.pk]), {"entry": sent}, follow=True)
    assertContains(done, f"Confirmed {len(sent)} that the document states.")
    waiting = [card.kind for card in cards_of(team.incident, None) if card.is_open]
    assert waiting == ["cause"]


def test_what_somebody_decided_meanwhile_is_told_and_left(client, team):
    fix = Fix.objects.get(evidence__finding=team.findings["worked"])
    entries.reject(fix, by="Ben")
    done = client.post(reverse("accept_stated", args=[team.incident.pk]), {"entry": [f"fix-{fix.pk}-0"]}, follow=True)
    assertContains(done, "Ben rejected this on")
    fix.refresh_from_db()
    assert fix.state == State.REJECTED


@pytest.mark.parametrize("said", ["fix", "fix-1", "horse-1-0", "fix-one-0", "fix-1-0-0"])
def test_what_names_no_entry_is_not_found(client, team, said):
    answer = client.post(reverse("accept_stated", args=[team.incident.pk]), {"entry": [said]})
    assert answer.status_code == 404


def test_of_what_one_may_not_know_of_nothing_is_accepted(client, team):
    Document.objects.filter(pk=team.incident.pk).update(visibility="restricted")
    assert client.post(reverse("accept_stated", args=[team.incident.pk])).status_code == 404


def test_a_decided_card_says_by_whom_and_can_be_undone(client, team):
    cause = Cause.objects.get(evidence__finding=team.findings["cause"])
    act = entries.confirm(cause, by="Ann")
    page = client.get(page_of(team.incident))
    assertContains(page, "Confirmed by Ann")
    assertContains(page, reverse("undo", args=[act.pk]))


def test_likely_doubles_are_offered_with_what_differs(client, team, scribe):
    again = scribe.document(
        "# Again\n\nRows are now taken `ORDER BY id` in the export and in every other worker.\n", date="2025-06-01"
    )
    scribe.finding(again, "fix", "Rows are now taken `ORDER BY id` in the export and in every other worker.", "worked")
    learn_all([again])
    page = client.get(page_of(again))
    assertContains(page, "Perhaps the same")
    assertContains(page, "alike")
    assertContains(page, "Merge into it")


def test_signatures_that_share_a_key_are_offered(client, team):
    cards = [card for card in cards_of(team.log, None) if card.kind == "signature"]
    assert [double.key for card in cards for double in card.doubles] != []


def test_what_is_not_reviewed_is_shown_everywhere_with_its_state(client, team):
    fix = Fix.objects.get(evidence__finding=team.findings["worked"])
    assertContains(client.get("/fixes/"), "ORDER BY id")
    assertContains(client.get(fix.get_absolute_url()), "suggested")


def test_when_everything_is_reviewed_the_queue_says_so(client, team):
    for model in (Fix, Cause, Signature):
        model.objects.update(state=State.CONFIRMED)
    for card in [*cards_of(team.incident, None), *cards_of(team.log, None)]:
        type(card.entry).objects.filter(pk=card.entry.pk).update(state=State.CONFIRMED)
    assertContains(client.get("/review/"), "Everything is reviewed")


def test_an_empty_site_says_what_to_do(client, db):
    assertContains(client.get("/review/"), "import documents")


def test_the_next_document_is_the_one_behind_and_then_the_first_again(client, team, scribe):
    undated = scribe.document("# No day\n\nAsk twice.\n")
    scribe.finding(undated, "rule", "Ask twice.")
    learn_all([undated])
    following = [client.get(page_of(one)).context["after"] for one in (team.log, team.incident, undated)]
    assert following == [team.incident, undated, team.log]


def test_more_cards_and_documents_ask_no_more_queries(client, team, scribe, django_assert_max_num_queries):
    with django_assert_max_num_queries(QUERIES["queue"]):
        client.get("/review/")
    with django_assert_max_num_queries(QUERIES["document"]):
        client.get(page_of(team.incident))
    for number in range(20):
        other = scribe.document(f"# Night {number}\n\nRestart worker {number} by hand.\n", date="2025-01-01")
        scribe.finding(other, "fix", f"Restart worker {number} by hand.", "worked")
        scribe.finding(team.incident, "fix", f"Restart worker {number} by hand, twice.", "worked")
    learn_all(Document.objects.all())
    with django_assert_max_num_queries(QUERIES["queue"]):
        client.get("/review/")
    with django_assert_max_num_queries(QUERIES["document"]):
        client.get(page_of(team.incident))


QUERIES = {"queue": 9, "document": 22}


def test_a_document_of_very_many_findings_is_shown_in_parts(client, team, scribe):
    for number in range(70):
        scribe.finding(team.log, "rule", f"Rule {number}")
    learn_all([team.log])
    assertContains(client.get(page_of(team.log)), "?page=2")


def test_due_returned_and_dormant(client, team):
    fix = Fix.objects.get(evidence__finding=team.findings["worked"])
    entries.set_review(fix, team.incident.date, by="Ann")
    page = client.get("/due/")
    assertContains(page, fix.get_absolute_url())
    assertContains(page, "It is still true")


def test_a_return_is_told_on_the_page_of_the_signature(client, cast):
    assertContains(client.get(cast.signature.get_absolute_url()), "It returned: met on")
    assertContains(client.get("/due/"), "met again")


def test_curation_turned_off_leaves_no_way_in(client, team, settings):
    settings.ALLOW_CURATION = False
    assertNotContains(client.get("/"), "/review/")
    assert client.get("/review/").status_code == 403
    assert Act.objects.by_people().count() == 0
