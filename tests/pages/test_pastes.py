import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from kb.models import Act, KeptPaste, Signature, VerdictCount
from kb.signatures import index

PASTE = """\
Traceback (most recent call last):
  File "queue.py", line 12, in take
LockTimeoutError: gave up after 30 s on row 17
connecting with password=Sup3rGeheim99
"""
PREVIEW, KEEP, START = "/pastes/preview/", "/pastes/keep/", "/signatures/new/"
NEW = "TariffError: zone 17 of harbour 'Cuxhaven' has no table"


@pytest.fixture
def kept(client, cast):
    index(cast.signature, written=True)
    client.post(KEEP, {"title": "The lock", "text": PASTE, "visibility": "link"})
    return KeptPaste.objects.get()


def test_the_answer_offers_to_keep_the_paste(client, cast):
    assertContains(client.post("/match/", {"text": PASTE}), f'formaction="{PREVIEW}"')
    assertNotContains(client.get("/match/"), PREVIEW)


def test_before_it_is_kept_the_redaction_is_shown_and_nothing_stored(client, cast):
    page = client.post(PREVIEW, {"text": PASTE})
    assertContains(page, "<mark>[redacted]</mark>")
    assertContains(page, "Only by its link")
    assertNotContains(page, "Sup3rGeheim99")
    assert not KeptPaste.objects.exists()


def test_kept_without_secrets_and_with_the_answer(client, kept, cast):
    assert "Sup3rGeheim99" not in kept.text
    page = client.get(kept.get_absolute_url())
    assertContains(page, "known")
    assertContains(page, cast.signature.get_absolute_url())
    assertContains(page, "LockTimeoutError: gave up after 30 s on row 17")
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_the_answer_of_then_stays_when_the_signature_goes(client, kept, cast):
    cast.signature.delete()
    assertContains(client.get(kept.get_absolute_url()), "no longer on record")


def test_a_merged_signature_leads_to_the_one_that_stands_for_it(client, kept, cast, scribe):
    cast.signature.merged_into = scribe.entry("signature", "Locks are not given back")
    cast.signature.save()
    assertContains(client.get(kept.get_absolute_url()), cast.signature.merged_into.get_absolute_url())


@pytest.mark.parametrize(("visibility", "listed"), [("everybody", True), ("link", False)])
def test_only_what_is_for_everybody_is_listed(client, kept, visibility, listed):
    KeptPaste.objects.update(visibility=visibility)
    assert (kept.token in client.get("/pastes/").text) is listed


def test_keeping_does_not_count_as_asking(client, kept):
    assert not VerdictCount.objects.exists()


def test_deleted_for_good(client, kept):
    client.post(f"/pastes/{kept.token}/delete/")
    assert not KeptPaste.objects.exists()
    assert client.get(kept.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("url", [PREVIEW, KEEP, "/pastes/somewhere/delete/"])
def test_nothing_is_kept_or_deleted_by_a_link(client, db, url):
    assert client.get(url).status_code == 405


@pytest.mark.parametrize("missing", ["title", "text", "visibility"])
def test_each_field_is_asked_for(client, db, missing):
    said = {"title": "The lock", "text": PASTE, "visibility": "link"} | {missing: ""}
    assertContains(client.post(KEEP, said), "This field is required")
    assert not KeptPaste.objects.exists()


def test_who_may_not_write_here_may_not_keep_or_start(client, cast, settings):
    settings.ALLOW_CURATION = False
    assertNotContains(client.post("/match/", {"text": PASTE}), "formaction")
    for url in (KEEP, PREVIEW, START):
        assert client.post(url, {"text": PASTE}).status_code == 403


def test_an_unknown_error_offers_to_start_a_signature(client, cast):
    page = client.post("/match/", {"text": NEW})
    assertContains(page, "Start a signature from this")
    filled = client.post(START, {"begin": NEW})
    assertContains(filled, "zone &lt;*&gt; of harbour")
    assert not Signature.objects.filter(title__contains="Tariff").exists()


def test_a_started_signature_answers_the_next_such_error(client, db):
    form = client.post(START, {"begin": NEW}).context["form"]
    page = client.post(START, form.initial | {"why": "Every Monday", "name": "Ann"}, follow=True)
    assertContains(page, "The signature is on record")
    assert Act.objects.get(kind="create").name == "Ann"
    assertContains(client.post("/match/", {"text": NEW.replace("17", "4")}), page.request["PATH_INFO"])


def test_what_is_on_record_is_said_beside_the_form(client, db):
    form = client.post(START, {"begin": NEW}).context["form"]
    client.post(START, form.initial)
    assertContains(client.post(START, form.initial), "This error is on record already")


def test_the_form_can_be_opened_empty(client, db):
    assertContains(client.get(reverse("start_signature")), "Start a signature")
