"""Decisions on the pages of entries: made, looked at before, taken back, and overtaken by somebody else."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.models import Document
from kb.catalogue import learn_all
from kb.curation import entries
from kb.models import Act, Cause, Evidence, Feedback, Fix, Rule, Signature, State
from kb.views.curating import WAYS


@pytest.fixture
def team(cast):
    """The cast as learning files it, so that wordings and keys stand behind it, and Ben who came before."""
    Evidence.objects.all().delete()
    for model in (Cause, Fix, Rule):
        model.objects.all().delete()
    learn_all(Document.objects.all())
    cast.fix = Fix.objects.get(text="Rows are now taken `ORDER BY id`.")
    cast.other = Fix.objects.get(text="Maybe retry with backoff next week.")
    return cast


def url(entry, decision):
    return reverse("decide", args=[entry._meta.model_name, entry.pk, decision])


def send(client, entry, decision, **said):
    return client.post(url(entry, decision), {"version": entry.version} | said, follow=True)


def test_confirmed_with_name_and_reason(client, team):
    page = send(client, team.fix, "confirm", name="Ann", why="Seen in production.")
    assertRedirects(page, team.fix.get_absolute_url())
    assertContains(page, "Confirmed.")
    assertContains(page, "Seen in production.")
    act = Act.objects.by_people().get()
    assert (act.kind, act.name) == ("confirm", "Ann")


def test_the_name_is_kept_for_the_next_decision(client, team):
    send(client, team.fix, "confirm", name="Ann")
    send(client, team.other, "reject")
    assert set(Act.objects.by_people().values_list("name", flat=True)) == {"Ann"}


def test_rejected_it_says_so_and_is_listed_no_more(client, team):
    assertContains(send(client, team.fix, "reject"), "Rejected: lists")
    assertNotContains(client.get("/fixes/"), "ORDER BY id")


def test_undone_from_the_row_of_history(client, team):
    send(client, team.fix, "reject", name="Ann")
    act = Act.objects.by_people().get()
    page = client.post(reverse("undo", args=[act.pk]), {"next": team.fix.get_absolute_url()}, follow=True)
    assertContains(page, "Taken back")
    team.fix.refresh_from_db()
    assert team.fix.state == State.SUGGESTED


def test_who_comes_second_is_told_what_happened_and_nothing_is_done(client, team):
    entries.reject(team.fix, by="Ben")
    page = send(client, team.fix, "confirm", name="Ann")
    assertContains(page, "Ben rejected this on")
    assertContains(page, "look again")
    team.fix.refresh_from_db()
    assert team.fix.state == State.REJECTED


def test_what_was_undone_already_is_told(client, team):
    act = entries.confirm(team.fix, by="Ben")
    client.post(reverse("undo", args=[act.pk]))
    page = client.post(reverse("undo", args=[act.pk]), {"next": team.fix.get_absolute_url()}, follow=True)
    assertContains(page, "undid this on")


def test_edited_wording_is_shown_with_what_it_was(client, team):
    page = send(client, team.fix, "edit", text="Take rows by id, always.")
    assertContains(page, '<h1 class="statement">Take rows by id, always.</h1>', html=True)
    assertContains(page, "<del>Rows are now taken `ORDER BY id`.</del>", html=True)


def test_unchanged_wording_is_refused_in_a_sentence(client, team):
    assertContains(send(client, team.fix, "edit", text=team.fix.text), "Nothing would change.")


@pytest.mark.parametrize("way_to_say_it", ["https://errata.example.org/fixes/{}/", "{}", "#{}", "/fixes/{}/#evidence"])
def test_merge_by_a_pasted_link_is_looked_at_first(client, team, way_to_say_it):
    link = way_to_say_it.format(team.other.pk)
    page = send(client, team.fix, "merge", other=link)
    assertContains(page, "1 piece of evidence would speak for another entry")
    assert not Act.objects.by_people().exists()
    done = send(client, team.fix, "merge", other=link, other_version=team.other.version, sure="1", name="Ann")
    assertRedirects(done, team.other.get_absolute_url())
    assertContains(done, "the same")
    team.fix.refresh_from_db()
    assert team.fix.merged_into == team.other
    assertContains(client.get(team.fix.get_absolute_url()), "which stands for it now")


def test_merge_by_words_offers_what_is_found(client, team):
    page = send(client, team.fix, "merge", other="backoff")
    assertContains(page, f'name="other" value="{team.other.pk}"')
    assertNotContains(page, f'name="other" value="{team.fix.pk}"')


def test_merge_into_another_kind_is_refused(client, team):
    page = send(client, team.fix, "merge", other=f"/rules/{Rule.objects.first().pk}/")
    assertContains(page, "no link to an entry of this kind")


def test_merge_into_what_somebody_changed_meanwhile(client, team):
    entries.reject(team.other, by="Ben")
    page = send(client, team.fix, "merge", other=team.other.pk, other_version=0, sure="1")
    assertContains(page, "Ben rejected this on")


def test_signatures_are_merged_with_their_examples_looked_at(client, team):
    one, other = Signature.objects.filter(evidence__isnull=False).distinct()[:2]
    page = send(client, one, "merge", other=other.get_absolute_url())
    assertContains(page, "stored example")


def test_split_by_choosing_pieces_of_evidence(client, team):
    entries.confirm(team.other, by="Ben")
    send(client, team.fix, "merge", other=team.other.pk, sure="1")
    team.other.refresh_from_db()
    chosen = team.findings["worked"].pk
    assertContains(client.get(url(team.other, "split")), "What is another thing")
    assertContains(send(client, team.other, "split", findings=chosen), "would speak for another entry")
    assertContains(send(client, team.other, "split", findings=chosen, sure="1"), "an entry of its own now")
    assert Evidence.objects.get(finding=chosen).fix != team.other


def test_split_of_everything_is_refused(client, team):
    page = send(client, team.fix, "split", findings=team.findings["worked"].pk)
    assertContains(page, "Nothing would be left")


def test_superseded_is_told_on_both(client, team):
    send(client, team.fix, "supersede", other=team.other.pk)
    assertContains(client.get(team.fix.get_absolute_url()), "Superseded by")
    assertContains(client.get(team.other.get_absolute_url()), "It supersedes")


def test_owner_and_days_are_shown(client, team):
    send(client, team.fix, "own", owner="The platform team")
    team.fix.refresh_from_db()
    page = send(client, team.fix, "verify", verified_on="2026-02-03", review_by="2026-08-03")
    for words in ("Owner: The platform team", "3 February 2026", "3 August 2026"):
        assertContains(page, words)


@pytest.mark.parametrize("decision", WAYS)
def test_each_decision_has_a_form_that_works_without_javascript(client, team, decision):
    assertContains(client.get(url(team.fix, decision)), 'method="post"')


@pytest.mark.parametrize("path", ["/curate/fix/999999/confirm/", "/curate/fix/1/bless/", "/curate/horse/1/confirm/"])
def test_there_is_nothing_else_to_decide(client, db, path):
    assert client.get(path).status_code == 404


def test_where_curation_is_turned_off_nothing_is_offered_or_done(client, team, settings):
    settings.ALLOW_CURATION = False
    assertNotContains(client.get(team.fix.get_absolute_url()), "/curate/")
    assert client.post(url(team.fix, "confirm"), {"version": 0}).status_code == 403


def test_the_way_back_leads_nowhere_else(client, team):
    page = client.post(url(team.fix, "confirm"), {"version": 0, "next": "https://elsewhere.example.org/"})
    assert page.url == team.fix.get_absolute_url()


def test_it_did_not_fix_it(client, team):
    page = client.post(
        reverse("feedback", args=[team.fix.pk]), {"worked": "no", "name": "Ann", "note": "On 3.12."}, follow=True
    )
    assertContains(page, "yes 0 · no 1")
    assertContains(page, "On 3.12.")
    assertContains(page, "in 1 document")


def test_said_again_without_a_name_it_counts_once(client, team):
    for worked in ("no", "yes"):
        client.post(reverse("feedback", args=[team.fix.pk]), {"worked": worked})
    assert list(Feedback.objects.filter(counts=True).values_list("worked", flat=True)) == [True]


def test_where_it_takes_an_account_a_visitor_is_refused(client, team, settings):
    settings.ANONYMOUS_FEEDBACK = False
    address = reverse("feedback", args=[team.fix.pk])
    assert client.post(address, {"worked": "yes", "name": "Ann"}).status_code == 403
    assert not Feedback.objects.exists()
    assertNotContains(client.get(team.fix.get_absolute_url()), address)


def test_it_is_told_of_no_signature_that_one_may_not_know_of(client, team, scribe):
    hidden = scribe.document("# Kept among us\n\nOutOfPaperError: tray 3\n", visibility="restricted")
    finding = scribe.finding(hidden, "signature", "OutOfPaperError: tray 3")
    signature = scribe.entry("signature", "OutOfPaperError: tray <*>", finding)
    client.post(reverse("feedback", args=[team.fix.pk]), {"worked": "yes", "signature": signature.pk})
    assert not Feedback.objects.exists()
