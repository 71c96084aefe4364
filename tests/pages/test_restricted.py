"""Once a document is restricted, who may not see it meets no word of it: on no page, in no list, feed or answer."""

import io
import json
import re
import zipfile
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.commenting import comment
from incidents.publishing import publish, supersede
from kb.catalogue import learn
from kb.curation.creating import create
from kb.curation.entries import confirm
from kb.curation.merging import merge
from kb.feeds import feed_token, renew_feeds
from kb.models import Cause, Fix, Pattern, Rule, Signature
from kb.news import news_of, news_of_act
from kb.views.dashboard import PANELS
from kb.watching import thing_of, watch

# Words in capitals stand in this document only; what stands beside them, the other document says too.
SECRET = """\
---
title: The QUAGGA is down
date: {day}
tags: [OKAPI, queue]
project: TAPIR
---
# The QUAGGA is down

The pool of NUMBAT ran dry, as in [[second]].

```text
LockTimeoutError: gave up after 777001 s on row 3
```

```text
DugongError: AXOLOTL 12 lost its socket
```

## Root Cause

1. THE connection pool of the orders service ran dry during the night.
2. A KINKAJOU bit through the cable.

## Resolution

- Feeding the PANGOLIN before noon fixed it.

## Prevention

- Every cable has a BINTURONG beside it.

## Test Pattern

- **CAPYBARA in the bath**: a calm animal for all tests of a session.

## Action items

| Action | Owner | Due |
|---|---|---|
| Buy a HOATZIN | dan | 2020-01-01 |
"""
OPEN = """\
---
title: Orders were slow
date: {day}
tags: [queue]
---
# Orders were slow

The pool ran dry, as in [[first]].

```text
LockTimeoutError: gave up after 45 s on row 3
```

## Root Cause

1. The connection pool of the orders service ran dry during the night.

## Resolution

- Restarting the pool did not help.
"""
ANIMALS = b"quagga|okapi|tapir|numbat|dugong|axolotl|kinkajou|pangolin|binturong|capybara|hoatzin|coati"
KINDS = ("signatures", "causes", "fixes", "rules", "patterns", "documents", "actions", "history")
LOG = "LockTimeoutError: gave up after 50 s on row 3\n\nDugongError: AXOLOTL 13 lost its socket\n"


@pytest.fixture
def who(account):
    """Ann writes the document and names Ben; Dan writes here too, and Cleo is a curator."""
    return SimpleNamespace(**{name: account(name) for name in ("ann", "ben", "dan")}, cleo=account("cleo", "curator"))


@pytest.fixture
def world(write, who):
    """Both documents, all that was learnt and said of them, and what Dan watches and has heard of."""
    today = timezone.localdate()
    renew_feeds(who.dan)
    who.dan.refresh_from_db()
    watch(who.dan, "tag-queue")
    first = write(SECRET.format(day=today - timedelta(days=3)), who.ann, "first")
    other = write(OPEN.format(day=today - timedelta(days=2)), who.cleo, "second")
    for document in (first, other):
        with news_of(document, by=document.author):
            learn(publish(document, by=document.author))
    supersede(other, first, by=who.cleo)
    return _named(first, other, who)


def _named(first, other, who):
    only = {
        "signature": Signature.objects.get(exception_type="DugongError"),
        "cause": Cause.objects.get(text__contains="KINKAJOU"),
        "fix": Fix.objects.get(text__contains="PANGOLIN"),
        "rule": Rule.objects.get(text__contains="BINTURONG"),
        "pattern": Pattern.objects.get(),
    }
    for entry in (first, *only.values()):
        watch(who.dan, thing_of(entry))
    news_of_act(confirm(only["cause"], by=who.cleo))
    Rule.objects.update(review_by=timezone.localdate())
    said = comment(first.latest, "A COATI, @dan", by=who.ann)
    return {
        "first": first.get_absolute_url(),
        "other": other.get_absolute_url(),
        "pk": first.pk,
        "uid": str(first.uid),
        "comment": said.pk,
        "action": first.actions.get().get_absolute_url(),
        "shared_signature": Signature.objects.get(exception_type="LockTimeoutError").get_absolute_url(),
        "shared_cause": Cause.objects.exclude(pk=only["cause"].pk).get().get_absolute_url(),
        "feed": feed_token(who.dan),
        **{kind: entry.get_absolute_url() for kind, entry in only.items()},
        **{f"{kind}_pk": entry.pk for kind, entry in only.items()},
    }


@pytest.fixture
def restrict(client, who, world):
    """Ann says who sees the document, by the form."""

    def restrict(visibility, *, seen=0, more=""):
        client.force_login(who.ann)
        sent = {"visibility": visibility, "more": more, "seen": seen, "why": ""}
        assert client.post(world["first"] + "visibility/", sent).status_code == 302

    return restrict


@pytest.fixture
def traces(client, world):
    """What of the document somebody meets in an answer: its words, and addresses of what it alone says."""
    own = [world[kind] for kind in ("first", "uid", "action", "signature", "cause", "fix", "rule", "pattern")]
    found = re.compile(rb"(?i:" + ANIMALS + rb")|777001|THE connection|" + "|".join(map(re.escape, own)).encode())

    def traces(user, place, sent=None, **headers):
        client.force_login(user)
        address = of_the_api(place.format(**world))
        answer = client.get(address, headers=headers) if sent is None else client.post(address, **sent)
        assert answer.status_code == 200, address
        return {word.decode() for word in found.findall(_unpacked(answer.getvalue()))} - set(
            re.findall(r"\w+", address)
        )

    return traces


def _unpacked(content):
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(name.encode() + archive.read(name) for name in archive.namelist())


def of_the_api(address):
    """Its addresses end without a slash."""
    return address.removesuffix("/") if address.startswith("/api/") else address


PLACES = {
    "lists": [f"/{kind}/{form}" for kind in KINDS for form in ("", "?as=atom", "?as=json", "?as=csv")],
    "first pages": ["/", "/dashboard/", "/review/", "/due/", "/watching/"],
    "news": ["/notices/", "/documents/?as=atom&feed={feed}", "/notices/?as=atom&feed={feed}"],
    "facets and filters": ["/documents/?q=cable", "/documents/?tag=queue", "/signatures/?q=lost"],
    "search": ["/search/?q=pool", "/search/?q=tag:queue", "/search/?q=pool&as=atom", "/api/v1/search?q=pool"],
    "did you mean": ["/search/?q=kinkajuo", "/api/v1/search?q=kinkajuo"],
    "names": ["/names/?q=The"],
    "another document": ["{other}", "{other}files/", "{other}learnt/"],
    "what others say too": ["{shared_signature}", "{shared_cause}"],
    "the same for programs": ["/api/v1{shared_signature}", "/api/v1/entries{shared_cause}"],
    "files to take along": ["/documents/download/zip/", "/documents/download/zip/?tag=queue"],
}


@pytest.mark.parametrize("places", PLACES)
def test_it_is_met_nowhere_until_it_is_open_again(traces, restrict, who, places):
    def met():
        return [place for place in PLACES[places] if traces(who.dan, place)]

    assert met() == PLACES[places]
    restrict("restricted", more="ben")
    assert met() == []
    restrict("open", seen=1)
    assert met() == PLACES[places]


def test_the_box_in_the_header_finds_nothing_of_it(traces, restrict, who):
    panel = {"HX-Request": "true", "HX-Target": "site-found"}
    assert traces(who.dan, "/search/?q=pool", **panel)
    restrict("restricted")
    assert not traces(who.dan, "/search/?q=pool", **panel)


ANSWERS = {
    "a paste": ("/match/", {"data": {"text": LOG}}),
    "a paste of a program": (
        "/api/v1/match",
        {"data": json.dumps({"text": LOG}), "content_type": "application/json"},
    ),
    "what is known, while one writes": ("{other}edit/known/", {"data": {"text": "# A\n", "base": 1, "error": LOG}}),
    "a preview": ("{other}edit/preview/", {"data": {"text": "As in [[first]].\n", "base": 1}}),
}


@pytest.mark.parametrize("place", ANSWERS)
def test_it_answers_nobody_until_it_is_open_again(traces, restrict, who, place):
    def met():
        """But for the words that were sent."""
        return traces(who.dan, *ANSWERS[place]) - {"Dugong", "AXOLOTL"}

    assert met()
    restrict("restricted")
    assert not met()
    restrict("open", seen=1)
    assert met()


def test_what_was_merged_into_what_only_it_says_is_answered_to_nobody(traces, restrict, world, who):
    lost = {"exception_type": "ManateeError", "template": "no socket was left over", "title": "No socket"}
    error = "ManateeError: no socket was left over"
    alias = create(lost | {"example": error}, by=who.cleo).changes[0]["id"]
    merge(Signature.objects.get(pk=alias), Signature.objects.get(pk=world["signature_pk"]), by=who.cleo)
    paste = {"data": json.dumps({"text": error}), "content_type": "application/json"}
    assert traces(who.dan, "/api/v1/match", paste)
    restrict("restricted")
    assert not traces(who.dan, "/api/v1/match", paste)


PAGES = (
    *("{first}", "{first}source/", "{first}files/", "{first}comments/", "{first}comments/new/", "{first}learnt/"),
    *("{first}edit/", "{first}raw/", "{first}download/markdown/", "{first}revisions/", "{first}revisions/1/"),
    *("{first}revisions/compare/?from=1&to=1", "/review/{pk}/", "/api/v1/documents/{pk}"),
    *("{action}", "{signature}", "{cause}", "{fix}", "{rule}", "{pattern}", "/curate/cause/{cause_pk}/edit/"),
    *("/api/v1{signature}", "/api/v1/entries{cause}", "/api/v1/entries{fix}"),
)


@pytest.mark.parametrize("name", ["ann", "ben", "cleo", "dan"])
def test_its_pages_are_there_for_who_may_see_it(client, world, restrict, who, name):
    def answers():
        client.force_login(getattr(who, name))
        return [client.get(of_the_api(page.format(**world))).status_code for page in PAGES]

    assert set(answers()) == {200}
    restrict("restricted", more="ben")
    assert set(answers()) == {404 if name == "dan" else 200}


SENDS = (
    ("{first}save/", {"text": "# Mine", "base": 1}),
    ("{first}draft/", {"text": "# Mine", "base": 1, "writer": 1}),
    ("{first}presence/", {}),
    ("{first}comments/new/", {"text": "Hm.", "revision": 1}),
    ("/comments/{comment}/answer/", {"text": "Hm."}),
    ("/comments/{comment}/settle/", {}),
    ("{first}revisions/1/restore/", {"seen": 1}),
    ("{first}publish/", {"seen": 1}),
    ("{first}step/withdraw/", {"why": ""}),
    ("{first}delete/", {"why": ""}),
    ("{action}done/", {"note": ""}),
    ("{fix}feedback/", {"worked": "yes"}),
    ("{first}visibility/", {"visibility": "open", "seen": 1}),
    ("/curate/cause/{cause_pk}/reject/", {"version": 1, "why": "No."}),
)


def test_nothing_is_done_to_it(client, world, restrict, who):
    restrict("restricted")
    client.force_login(who.dan)
    for address, sent in SENDS:
        assert client.post(address.format(**world), sent).status_code == 404, address


def test_no_panel_counts_it(traces, restrict, who):
    panels = [reverse("dashboard_csv", args=[slug]) for slug in PANELS]
    assert any(traces(who.dan, panel) for panel in panels)
    restrict("restricted")
    assert not any(traces(who.dan, panel) for panel in panels)


def test_what_is_counted_is_counted_without_it(client, restrict, who):
    def counts():
        client.force_login(who.dan)
        found = client.get("/search/?q=pool").context["page"]
        listed = [client.get(f"/{kind}/?as=json").json()["total"] for kind in ("documents", "causes", "signatures")]
        return [client.get("/").context["n_documents"], dict(found.counts)["other"], *listed]

    before = counts()
    restrict("restricted")
    assert before == [2, 2, 2, 2, 2]
    assert counts() == [1, 1, 1, 1, 1]


@pytest.mark.parametrize("name", ["ann", "ben", "cleo"])
def test_who_may_see_it_meets_it_as_before(traces, restrict, who, name):
    restrict("restricted", more="ben")
    for place in ("/", "/documents/", "/causes/", "/search/?q=pool", "/search/?q=kinkajuo", "{other}"):
        assert traces(getattr(who, name), place), place


def test_a_visitor_meets_nothing_of_it(client, traces, restrict, who, settings):
    settings.ANONYMOUS_READ = True
    restrict("restricted")
    client.logout()
    for place in ("/", "/documents/", "/causes/", "/search/?q=pool", "/dashboard/"):
        assert not re.search(ANIMALS, client.get(place).content, re.I), place


@pytest.mark.django_db(transaction=True)
def test_no_page_is_shown_as_it_was_made_before(shared_database, traces, restrict, who):
    """Pages and lists are kept while nothing changes: on PostgreSQL at once, on SQLite a second after a write."""
    places = ("/", "/documents/", "/causes/", "{other}", "/search/?q=pool")
    for _ in range(2):
        assert all(traces(who.dan, place) for place in places)
    restrict("restricted")
    assert [place for place in places if traces(who.dan, place)] == []
