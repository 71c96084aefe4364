"""The API, as a program asks it: with a token, in JSON, under the rules of the pages."""

import json

import pytest
from django.utils.http import urlencode
from pytest_django.asserts import assertContains

from incidents.models import Document
from incidents.people import Member
from kb.models import Feedback
from kb.signatures import index
from kb.tokens import Scope, find, issue

PASTE = "LockTimeoutError: gave up after 30 s on row 17"
NOTE = "# Pool\n\n## Root cause\n\nThe pool was too small.\n"


@pytest.fixture
def carl(django_user_model):
    user = django_user_model.objects.create_user("carl", password="x")
    Member.objects.create(user=user, role="contributor")
    return user


@pytest.fixture
def program(client, carl):
    """Asks with a token of Carl's for these scopes."""

    def program(*scopes):
        _, token = issue(carl, "build server", scopes or Scope.values)

        def ask(method, path, body=None, **headers):
            headers = {"Authorization": f"Bearer {token}"} | {name.replace("_", "-"): v for name, v in headers.items()}
            return client.generic(method, f"/api/v1/{path}", body or b"", "application/json", headers=headers)

        return ask

    return program


def as_json(**values):
    return json.dumps(values)


def test_a_known_failure_comes_with_its_story(program, cast):
    index(cast.signature, written=True)
    answer = program("match")("POST", "match", as_json(text=PASTE)).json()
    known = answer["signatures"][cast.signature.slug]
    assert answer["failures"][0]["verdict"] == "known"
    assert {fix["outcome"]: fix["text"] for fix in known["causes"][0]["fixes"]} == {
        outcome: getattr(cast, outcome).text for outcome in ("worked", "failed", "proposed")
    }


def test_a_signature_comes_with_the_lines_that_speak_for_it(program, cast):
    told = program("read")("GET", f"signatures/{cast.signature.slug}").json()
    assert {line for one in told["evidence"] for line in one["lines"]} == {15, 3}


@pytest.mark.parametrize("kind, name", [("causes", "cause"), ("fixes", "worked"), ("rules", "rule")])
def test_a_statement_is_had_by_its_number(program, cast, kind, name):
    entry = getattr(cast, name)
    assert program()("GET", f"entries/{kind}/{entry.pk}").json()["text"] == entry.text


def test_a_search_finds_what_the_box_finds(program, db):
    ask = program("read", "import")
    brought = ask("POST", "documents", as_json(path="notes/pool.md", text=NOTE)).json()
    hits = ask("GET", "search?" + urlencode({"q": "kind:document pool"})).json()["hits"]
    assert [(hit["url"], hit["title"]) for hit in hits] == [(brought["url"], "Pool")]


def test_a_document_comes_with_its_text_and_findings(program, cast, incident_text):
    answer = program("read")("GET", f"documents/{cast.incident.pk}")
    assert (answer.json()["text"], answer.headers["ETag"]) == (incident_text, '"1"')
    assert "Raising the timeout to 60 s did not help." in {finding["text"] for finding in answer.json()["findings"]}


def test_a_document_that_is_brought_in_is_learnt_as_suggested(program):
    brought = program("import")("POST", "documents", as_json(path="notes/pool.md", text=NOTE)).json()
    (cause,) = Document.objects.get(pk=brought["document"]).findings.filter(kind="cause")
    assert (brought["result"], cause.evidence.entry.state) == ("new", "suggested")


def test_the_same_document_again_is_unchanged(program):
    ask = program("import")
    first = ask("POST", "documents", as_json(path="notes/pool.md", text=NOTE)).json()
    again = ask("POST", "documents", as_json(path="notes/pool.md", text=NOTE)).json()
    assert (again["result"], again["document"]) == ("unchanged", first["document"])


@pytest.mark.parametrize("closed", [{"visibility": "restricted"}, {"locked": True}])
def test_nothing_is_brought_in_over_what_is_closed(program, closed):
    ask = program("import")
    ask("POST", "documents", as_json(path="notes/pool.md", text=NOTE))
    Document.objects.update(**closed)
    answer = ask("POST", "documents", as_json(path="notes/pool.md", text="# Mine now\n"))
    assert (answer.status_code, Document.objects.get().latest.text) == (403, NOTE)


def test_of_a_text_that_is_there_but_hidden_nothing_is_told(program):
    ask = program("import")
    ask("POST", "documents", as_json(path="notes/pool.md", text=NOTE))
    Document.objects.update(visibility="restricted")
    answer = ask("POST", "documents", as_json(path="notes/pool.md", text=NOTE)).json()
    assert (answer["document"], answer["url"]) == (None, None)


def test_a_new_revision_is_written(program, cast):
    answer = program("write")(
        "PUT", f"documents/{cast.log.pk}/text", as_json(text=NOTE, why="Told anew"), If_Match='"1"'
    )
    assert (answer.json(), cast.log.latest.text, cast.log.latest.name) == ({"revision": 2}, NOTE, "carl")


def test_the_same_text_again_is_no_revision(program, cast):
    same = as_json(text=cast.log.latest.text)
    assert program("write")("PUT", f"documents/{cast.log.pk}/text", same, If_Match='"1"').json() == {"revision": 1}


def test_who_started_from_an_older_revision_is_shown_both_texts(program, cast):
    ask, before = program("write"), cast.log.latest.text
    ask("PUT", f"documents/{cast.log.pk}/text", as_json(text=NOTE), If_Match='"1"')
    answer = ask("PUT", f"documents/{cast.log.pk}/text", as_json(text="# Other\n"), If_Match='"1"')
    assert (answer.status_code, answer.json()["base"], answer.json()["theirs"]) == (409, before, NOTE)


def test_a_change_must_say_what_it_started_from(program, cast):
    assert program("write")("PUT", f"documents/{cast.log.pk}/text", as_json(text=NOTE)).status_code == 428


def test_feedback_counts_under_the_owners_name(program, cast):
    program("feedback")(
        "POST", f"fixes/{cast.worked.pk}/feedback", as_json(worked=False, signature=cast.signature.slug)
    )
    assert list(Feedback.objects.values_list("name", "worked", "signature")) == [("carl", False, cast.signature.pk)]


WRITES = [("POST", "documents"), ("PUT", "documents/1/text"), ("POST", "fixes/1/feedback")]


@pytest.mark.parametrize("method, path", WRITES)
def test_nothing_is_written_without_its_scope(program, cast, method, path):
    assert program("read", "match")(method, path, as_json(text="x", path="a.md", worked=True)).status_code == 403


@pytest.mark.parametrize("method, path", WRITES)
def test_a_signed_in_browser_writes_nothing_here(client, carl, cast, method, path):
    client.force_login(carl)
    body = as_json(text="x", path="a.md", worked=True)
    assert client.generic(method, f"/api/v1/{path}", body, "application/json").status_code == 401


def test_a_viewer_brings_nothing_in(program, carl, settings):
    settings.ALLOW_IMPORTS = False
    Member.objects.filter(user=carl).update(role="viewer")
    assert program("import")("POST", "documents", as_json(path="a.md", text=NOTE)).status_code == 403


def test_an_open_site_answers_anybody(client, cast):
    assert client.get(f"/api/v1/signatures/{cast.signature.slug}").status_code == 200


def test_a_closed_site_answers_tokens_only(client, program, cast, settings):
    settings.ANONYMOUS_READ = False
    assert client.get(f"/api/v1/signatures/{cast.signature.slug}").status_code == 401
    assert program("read")("GET", f"signatures/{cast.signature.slug}").status_code == 200


def test_what_is_hidden_is_not_there(program, cast):
    Document.objects.filter(pk=cast.log.pk).update(visibility="restricted")
    assert program()("GET", f"documents/{cast.log.pk}").status_code == 404


def test_each_answer_says_how_many_questions_are_left(program, cast):
    ask = program("read")
    left = [int(ask("GET", "search?q=lock").headers["RateLimit-Remaining"]) for _ in range(2)]
    assert left[0] - left[1] == 1


def test_a_new_token_is_shown_once(client, carl):
    client.force_login(carl)
    page = client.post("/settings/tokens/", {"name": "editor", "scopes": ["read"], "days": 30})
    token = page.context["made"][1]
    assertContains(page, token)
    assert find(token).name == "editor"
    assert token not in client.get("/settings/tokens/").content.decode()


def test_nobody_takes_back_the_token_of_another(client, carl, django_user_model):
    row, token = issue(carl, "editor", ["read"])
    client.force_login(django_user_model.objects.create_user("mallory"))
    assert client.post(f"/settings/tokens/{row.pk}/revoke/").status_code == 404
    assert find(token)


def test_the_page_for_programs_says_how_to_ask(client, db):
    assertContains(client.get("/api/"), "http://testserver/api/v1/match")
