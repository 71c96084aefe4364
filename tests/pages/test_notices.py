"""News: what somebody watches, what is new for them, and the feeds that are theirs."""

import pytest
from django.core.cache import cache
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.models import Document
from incidents.people import Member
from kb.feeds import feed_token, renew_feeds
from kb.search.indexing import index_documents
from kb.watching import Notice, Watch, tell, thing_of

REPORT = "---\ntags: [queue]\n---\n# Orders down\n\n@ann knows, @nobody does not.\n"


@pytest.fixture
def report(write, account):
    return write(REPORT, account("author"), state="published")


@pytest.fixture
def signed_in(client, ann):
    client.force_login(ann)
    return client


def press(client, thing, **more):
    return client.post("/watching/", {"thing": thing, "next": "/documents/"} | more)


def say(ann, report, text="Orders down: revision 2"):
    told = {"by": "Ben", "text": text, "url": report.get_absolute_url(), "document": report}
    return tell(Notice.Kind.WATCHED, f"{thing_of(report)}", to=[ann], **told)[0]


def heard(ann, entry, text, document=None):
    url = f"{entry.get_absolute_url()}#{Notice.objects.count()}"
    tell(Notice.Kind.WATCHED, thing_of(entry), by="Ben", text=text, url=url, to=[ann], document=document)


def test_a_document_is_watched_and_no_longer(signed_in, ann, report):
    assertContains(signed_in.get(report.get_absolute_url()), 'aria-pressed="false"')
    assertRedirects(press(signed_in, thing_of(report)), "/documents/")
    assertContains(signed_in.get(report.get_absolute_url()), 'aria-pressed="true"')
    press(signed_in, thing_of(report), stop="1")
    assert not ann.watches.exists()


def test_entries_and_tags_have_the_button_too(signed_in, cast):
    for place in (cast.signature, cast.cause, cast.worked, cast.rule, cast.pattern):
        assertContains(signed_in.get(place.get_absolute_url()), f'value="{thing_of(place)}"')
    assertContains(signed_in.get("/documents/?tag=queue"), 'value="tag-queue"')


def test_visitors_have_no_button(client, report):
    assertNotContains(client.get(report.get_absolute_url()), "aria-pressed")
    assert press(client, thing_of(report)).status_code == 403


@pytest.mark.parametrize("thing", ["document-999999", "cause-999999", "user-1", "cause-x", "tag-", "", "document-"])
def test_there_must_be_something_to_watch(signed_in, thing):
    assert press(signed_in, thing).status_code == 404


def test_a_hidden_document_is_not_there_to_watch(signed_in, report):
    Document.objects.update(visibility="restricted")
    assert press(signed_in, thing_of(report)).status_code == 404


def test_the_button_leads_back_and_nowhere_else(signed_in, report):
    assertRedirects(press(signed_in, "tag-queue", next="https://example.org/"), "/watching/")


def test_what_is_watched_is_listed_with_its_name(signed_in, ann, report, cast):
    for thing in (thing_of(report), thing_of(cast.cause), "tag-queue", "rule-999999"):
        Watch.objects.create(user=ann, thing=thing)
    page = signed_in.get("/watching/")
    for shown in ("Orders down", cast.cause.text, "#queue", "not there any more"):
        assertContains(page, shown)


def test_what_is_new_comes_first_and_is_counted_on_every_page(signed_in, ann, report):
    say(ann, report, "First")
    Notice.objects.update(seen_at=report.imported)
    say(ann, report, "Second")
    page = signed_in.get("/notices/")
    assert [one.text for one in page.context["page"]] == ["Second", "First"]
    assertContains(signed_in.get("/signatures/"), '<span class="count">1<span')


def test_following_a_notice_is_seeing_it(signed_in, ann, report):
    found = say(ann, report)
    assertRedirects(signed_in.get(f"/notices/{found.pk}/"), report.get_absolute_url())
    assertNotContains(signed_in.get("/signatures/"), '<span class="count"')


def test_all_that_was_shown_is_seen_and_nothing_that_came_since(signed_in, ann, report):
    shown = say(ann, report)
    tell(Notice.Kind.MENTION, "tag-x", by="Ben", text="Later", url="/signatures/", to=[ann])
    signed_in.post("/notices/seen/", {"upto": shown.pk})
    assert [one.text for one in Notice.objects.unseen()] == ["Later"]


def test_nobody_sees_the_news_of_others(signed_in, account, report):
    theirs = say(account("ben"), report)
    assertNotContains(signed_in.get("/notices/"), "Orders down: revision")
    assert signed_in.get(f"/notices/{theirs.pk}/").status_code == 404


def test_of_what_became_hidden_nothing_is_told(signed_in, ann, report):
    say(ann, report, "The secret plan")
    assertContains(signed_in.get("/notices/"), "not seen yet")
    Document.objects.update(visibility="restricted")
    page = signed_in.get("/notices/")
    assertNotContains(page, "not seen yet")
    assertNotContains(page, "The secret plan")
    assertContains(page, "may not see any more")


def test_of_an_entry_is_told_what_open_documents_call_it(signed_in, ann, cast, scribe):
    scribe.document("# Kept among us\n", visibility="restricted")
    heard(ann, cast.cause, f"Confirmed: {cast.cause}")
    heard(ann, cast.cause, "Confirmed: the name from before")
    page = signed_in.get("/notices/")
    assertContains(page, "Confirmed: Two workers take")
    assertNotContains(page, "the name from before")


@pytest.mark.parametrize("hidden", ["log", "incident"])
def test_of_an_entry_is_told_what_open_documents_say(signed_in, ann, cast, hidden):
    """The log names the cause in the notice, the incident alone speaks for it."""
    heard(ann, cast.cause, f"The lock again speaks for: {cast.cause}", cast.log)
    assertContains(signed_in.get("/notices/"), "The lock again")
    Document.objects.filter(pk=getattr(cast, hidden).pk).update(visibility="restricted")
    assertNotContains(signed_in.get("/notices/"), "The lock again")


def test_a_notice_leads_nowhere_that_is_hidden_by_now(signed_in, ann, report):
    found = say(ann, report)
    Document.objects.update(visibility="restricted")
    assert signed_in.get(f"/notices/{found.pk}/").status_code == 404


def test_a_visitor_has_no_news(client):
    assert client.get("/notices/").status_code == 403
    assert client.get("/watching/").status_code == 403


def test_people_are_chips_for_members_and_words_for_visitors(client, signed_in, report, django_user_model):
    page = signed_in.get(report.get_absolute_url())
    assertContains(page, 'class="chip person" title="ann">@ann</span>')
    assertNotContains(page, 'title="nobody"')
    signed_in.logout()
    cache.clear()
    assertNotContains(client.get(report.get_absolute_url()), "chip person")


def test_a_feed_of_ones_own_shows_what_one_may_see(client, ann, report, settings):
    settings.ANONYMOUS_READ = False
    Document.objects.update(visibility="restricted")
    report.readers.add(ann)
    renew_feeds(ann)
    ann.refresh_from_db()
    feed = f"/documents/?as=atom&feed={feed_token(ann)}"
    assertContains(client.get(feed), "Orders down")
    assert client.get("/documents/?as=atom").status_code == 403


@pytest.mark.parametrize(
    "address", ["/signatures/", "/actions/", "/history/", "/search/?q=orders", "/notices/", "/causes/"]
)
def test_every_list_has_a_feed(client, ann, report, settings, address):
    settings.ANONYMOUS_READ = False
    renew_feeds(ann)
    ann.refresh_from_db()
    mark = "&" if "?" in address else "?"
    page = client.get(f"{address}{mark}as=atom&feed={feed_token(ann)}")
    assert (page.status_code, page["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")


def test_the_address_of_a_feed_is_good_for_nothing_else(client, ann, report):
    renew_feeds(ann)
    ann.refresh_from_db()
    token = feed_token(ann)
    for place in ("/settings/", "/documents/", report.get_absolute_url(), "/notices/"):
        assert client.get(f"{place}?feed={token}").status_code == 403
    assert client.get(f"{report.get_absolute_url()}?as=atom&feed={token}").status_code == 403
    assert client.post(f"/notices/?as=atom&feed={token}").status_code == 403


def test_an_address_that_was_taken_back_works_no_more(signed_in, ann, client):
    signed_in.post("/notices/feed/")
    ann.refresh_from_db()
    old = feed_token(ann)
    assertContains(signed_in.get("/notices/"), old)
    signed_in.post("/notices/feed/", {"end": "1"})
    signed_in.logout()
    assert client.get(f"/notices/?as=atom&feed={old}").status_code == 403
    assert client.get("/documents/?as=atom&feed=1-x").status_code == 403
    assert client.get("/documents/?as=atom&feed=").status_code == 403


def test_a_closed_account_has_no_feeds(client, ann):
    renew_feeds(ann)
    ann.refresh_from_db()
    token = feed_token(ann)
    type(ann).objects.filter(pk=ann.pk).update(is_active=False)
    assert client.get(f"/documents/?as=atom&feed={token}").status_code == 403


def test_lists_offer_the_address_of_ones_own(signed_in, ann, report):
    renew_feeds(ann)
    index_documents([report.pk])
    member = Member.objects.select_related("user").get(user=ann)
    assertContains(signed_in.get("/documents/"), f"as=atom&amp;feed={feed_token(member.user)}", count=2)
    assertContains(signed_in.get("/search/?q=orders"), f"feed={feed_token(member.user)}", count=2)


def test_a_search_is_there_as_a_feed(client, report):
    assertContains(client.get("/search/?q=orders"), "as=atom")
    assert client.get("/search/?q=orders&as=atom")["Content-Type"].startswith("application/atom+xml")
