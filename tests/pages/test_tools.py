"""What the tools of the editor answer, to a script and to a plain form, and whom they answer at all."""

import io

import pytest
from django.core.management import call_command
from PIL import Image

from incidents.mentions import store_mentions
from incidents.models import Document, Picture
from incidents.reading.read import read_document

pytestmark = pytest.mark.django_db

TEXT = "---\ntitle: Old name\ntags: [queue]  # more to come\n---\n\nSome words.\n"
SCRIPT = {"HX-Request": "true"}
POSTED = ("preview", "fields", "picture", "known", "insert")


@pytest.fixture
def ann(client, account):
    user = account("ann")
    client.force_login(user)
    return user


@pytest.fixture
def document(ann, write):
    return write(TEXT, ann, "notes/old-name")


def tool(client, document, name, **sent):
    return client.post(f"/documents/{document.pk}/edit/{name}/", sent, headers=SCRIPT)


def drawn():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


def sent_file(name, content):
    file = io.BytesIO(content)
    file.name = name
    return file


def names(client, letters):
    return client.get("/names/", {"q": letters}).content.decode()


def indexed(*documents):
    store_mentions([(document, ()) for document in documents])
    call_command("reindex", stdout=io.StringIO())


@pytest.mark.parametrize("name", POSTED)
@pytest.mark.parametrize(("columns", "status"), [({"locked": True}, 403), ({"visibility": "restricted"}, 404)])
def test_tools_are_for_those_who_may_edit(client, account, write, name, columns, status):  # noqa: PLR0913
    document = write(TEXT, account("ann"), state="published", **columns)
    client.force_login(account("ben"))
    assert tool(client, document, name, text=TEXT).status_code == status


@pytest.mark.parametrize("name", POSTED)
def test_viewers_do_not_write(client, account, write, name):
    document = write(TEXT, account("ann"), state="published")
    client.force_login(account("ben", "viewer"))
    assert tool(client, document, name, text=TEXT).status_code == 403


@pytest.mark.parametrize("place", ["/names/", "/names/people/"])
def test_names_are_for_writers(client, account, place):
    client.force_login(account("ben", "viewer"))
    assert client.get(place).status_code == 403


def test_the_preview_is_what_the_page_will_show(client, document, scribe):
    other = scribe.document("# Pool exhausted\n")
    indexed(other)
    page = tool(
        client, document, "preview", text=f"{TEXT}\nSee [[Pool exhausted]] and [[nobody wrote this]]."
    ).content.decode()
    assert f'<a href="{other.get_absolute_url()}"' in page
    assert '<span class="absent" title="[[nobody wrote this]]">nobody wrote this</span>' in page
    assert "title:" not in page


def test_a_preview_runs_nothing_and_keeps_nothing(client, document):
    page = tool(client, document, "preview", text="<script>alert(1)</script> [x](javascript:alert(1))").content.decode()
    assert "<script" not in page
    assert "javascript:alert" not in page.replace("[x](javascript:alert(1))", "")
    assert document.revisions.count() == 1


def test_a_text_too_long_for_the_preview_says_so(client, document):
    assert "Save to see this one" in tool(client, document, "preview", text="a " * 300_000).content.decode()


def test_a_field_is_changed_on_its_own_line(client, document):
    told = tool(client, document, "fields", text=TEXT, **{"was-tags": "queue", "field-tags": "queue\r\nredis"}).json()
    assert told["text"] == TEXT.replace("[queue]", "[queue, redis]")
    assert {one["slug"]: one["value"] for one in told["fields"]}["tags"] == "queue\nredis"


def test_what_was_not_touched_in_the_form_stays_as_the_text_has_it(client, document):
    told = tool(client, document, "fields", text=TEXT, **{"was-title": "Older", "field-title": "Older"}).json()
    assert told["text"] == TEXT


def test_a_field_that_cannot_be_changed_says_why(client, document):
    broken = TEXT.replace("Old name", "[Old name")
    told = tool(client, document, "fields", text=broken, **{"was-status": "", "field-status": "open"}).json()
    assert told["text"] == broken
    assert all("no sound YAML" in one["refusal"] for one in told["fields"])


def test_fields_that_were_changed_are_saved_with_the_text(client, document):
    sent = {"text": TEXT, "base": 1, "was-severity": "", "field-severity": "high"}
    client.post(f"/documents/{document.pk}/save/", sent)
    document.refresh_from_db()
    assert (document.severity, document.latest.text) == ("high", TEXT.replace("come\n", "come\nseverity: high\n"))


def test_a_refused_field_saves_nothing_and_loses_nothing(client, document):
    sent = {"text": f"{TEXT}More.\n", "base": 1, "was-title": "Old name", "field-title": ""}
    page = client.post(f"/documents/{document.pk}/save/", sent).content.decode()
    assert "A title is one line" in page
    assert "More." in page
    assert document.revisions.count() == 1


def test_a_picture_lies_beside_its_document(client, document):
    told = tool(client, document, "picture", picture=sent_file("load_curve (1).png", drawn())).json()
    place = Picture.objects.get().places.get()
    assert place.path == f"notes/{told['markdown'].partition('](')[2][:-1]}"
    shown = tool(client, document, "preview", text=told["markdown"]).content.decode()
    assert f'<img alt="load curve 1" src="{place.get_absolute_url()}"' in shown


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        ("a.png", b"GIF? no, words", "no whole PNG"),
        ("a.png", drawn()[:50], "no whole PNG"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(client, document, name, content, told):
    answer = tool(client, document, "picture", picture=sent_file(name, content))
    assert (answer.status_code, told in answer.json()["error"]) == (400, True)
    assert not Picture.objects.exists()


def test_a_picture_too_large_is_refused_before_it_is_looked_at(client, document, settings):
    settings.MAX_PICTURE_BYTES = 50
    told = tool(client, document, "picture", picture=sent_file("a.png", drawn())).json()["error"]
    assert "at most 50" in told


def test_names_are_found_by_words_by_number_and_by_slug(client, ann, cast):
    indexed(cast.incident, cast.log)
    assert 'data-insert="[[Workers wait for a lock]]"' in names(client, "workers wa")
    assert f'data-insert="[[{cast.signature.slug}]]"' in names(client, f"E-{cast.signature.pk}")
    link = f"[{cast.cause.text}]({cast.cause.get_absolute_url()})"
    assert f'data-insert="{link}"' in names(client, "different order")


def test_a_title_that_is_no_name_is_offered_as_an_address(client, ann, scribe):
    odd, twins = scribe.document("# A [b] | c\n"), [scribe.document("# Twin\n", path=f"{n}.md") for n in "ab"]
    indexed(odd, *twins)
    assert f'data-insert="[A b | c]({odd.get_absolute_url()})"' in names(client, "A b c")
    assert names(client, "twin").count('data-insert="[Twin](/documents/') == 2


def test_nobody_is_offered_what_they_may_not_see(client, ann, scribe):
    hidden = scribe.document("# Kept among us\n", visibility=Document.Visibility.RESTRICTED)
    indexed(hidden)
    assert "Kept among us" not in names(client, "kept among") + names(client, "")


def test_more_names_ask_no_more_questions(client, ann, scribe, cast, django_assert_max_num_queries):
    indexed(cast.incident, cast.log)
    with django_assert_max_num_queries(100) as before:
        names(client, "lock")
    indexed(*(scribe.document(f"# The lock, time {n}\n") for n in range(5)))
    with django_assert_max_num_queries(len(before)):
        assert names(client, "lock").count("role=") > 5


def test_people_are_found_by_the_beginning_of_their_names(client, ann, account):
    account("ben")
    page = client.get("/names/people/", {"q": "b"}).content.decode()
    assert ("@ben" in page, "@ann" in page) == (True, False)


def test_what_is_referred_to_is_not_claimed(client, document, cast):
    told = tool(client, document, "insert", signature=cast.signature.pk, how="references", entry=chosen(cast))
    read = read_document("a.md", f"{TEXT}\n## Resolution\n\n{told.content.decode()}".encode())
    assert f"[[{cast.signature.slug}]]" in told.content.decode()
    assert [finding.kind for finding in read.findings if finding.kind != "signature"] == []


def test_what_is_stated_is_read_as_the_documents_own(client, document, cast):
    told = tool(client, document, "insert", signature=cast.signature.pk, how="statements", entry=chosen(cast))
    read = read_document("a.md", f"# Again\n\n{told.content.decode()}".encode())
    assert {(one.kind, one.outcome, one.text) for one in read.findings} == {
        ("cause", "", cast.cause.text),
        ("fix", "worked", cast.worked.text.replace("`", "")),
        ("fix", "failed", cast.failed.text),
        ("rule", "", cast.rule.text),
    }


def chosen(cast):
    return [f"cause-{cast.cause.pk}", f"fix-{cast.worked.pk}", f"fix-{cast.failed.pk}", f"rule-{cast.rule.pk}"]


def test_only_what_is_known_of_the_failure_is_inserted(client, document, cast):
    sent = {"signature": cast.signature.pk, "how": "references", "entry": ["cause-999"]}
    assert tool(client, document, "insert", **sent).status_code == 400
    assert tool(client, document, "insert", signature=999, how="references").status_code == 404


def test_a_text_that_tells_no_failure_says_so(client, document):
    assert "too little" in tool(client, document, "known", error="All is well.").content.decode()
