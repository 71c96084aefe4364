"""The list of what is to be done, the page of one action, and where else actions are shown."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.actions import ActionItem, finish
from incidents.models import Document
from kb.catalogue import learn
from kb.curation.merging import merge
from kb.models import Act, Rule

URL = "/actions/"
REPORT = """\
# Orders down

## Action items

| Action | Owner | Due | Status |
|---|---|---|---|
| Alert when the queue stands still | @ann | 2020-12-01 | open |
| Write the runbook for a full disk | Ben | 2099-12-15 | open |
| Rotate the keys of the queue | Cy | | done |

## Prevention

- [ ] Drain the queue before every deploy (owner: @ann, due 2099-01-01)
"""


@pytest.fixture
def ann(account):
    return account("ann", role="viewer")


@pytest.fixture
def author(account):
    return account("author")


@pytest.fixture
def report(write, author, ann):
    return write(REPORT, author, state="published", kind="incident")


@pytest.fixture
def alert(report):
    return report.actions.get(text__startswith="Alert")


@pytest.fixture(autouse=True)
def strict(settings):
    settings.ALLOW_CURATION = False


def shown(client, query=""):
    return [row["title"].split()[0] for row in client.get(URL + query).context["rows"]]


def say_done(client, action, step="done", note="Alert 12"):
    return client.post(f"{action.get_absolute_url()}{step}/", {"note": note})


def test_what_is_overdue_comes_first_and_what_has_no_day_last(client, report):
    assert shown(client) == ["Alert", "Drain", "Write", "Rotate"]
    assertContains(client.get(URL), "overdue")
    assertContains(client.get(URL), f'href="{report.get_absolute_url()}#L7"')


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?standing=overdue", ["Alert"]),
        ("?standing=open", ["Drain", "Write"]),
        ("?standing=said", ["Rotate"]),
        ("?owner=Ben", ["Write"]),
        ("?kind=other&kind=prp", ["Alert", "Drain", "Write", "Rotate"]),
        ("?kind=prp", []),
        ("?project=orders", []),
        ("?after=2099-01-01&before=2099-06-30", ["Drain"]),
        ("?q=queue+keys", ["Rotate"]),
        ("?q=no+such+thing", []),
    ],
)
def test_a_list_is_narrowed(client, report, query, expected):
    assert shown(client, query) == expected


def test_my_actions_have_an_address(client, ann, report):
    client.force_login(ann)
    assertContains(client.get(URL), f'href="{URL}?who={ann.pk}"')
    assert shown(client, f"?who={ann.pk}") == ["Alert", "Drain"]


@pytest.mark.parametrize("form", ["atom", "json", "csv"])
def test_the_list_is_there_for_programs(client, report, form):
    page = client.get(f"{URL}?as={form}")
    body = b"".join(page) if page.streaming else page.content
    assert b"Alert when the queue stands still" in body


def test_an_empty_list_says_how_to_write_an_action(client, db):
    assertContains(client.get(URL), "Action items")


def test_nobody_is_reminded_of_what_a_draft_proposes(client, report, ann):
    type(report).objects.update(state="draft")
    client.force_login(ann)
    assert shown(client) == []
    assertNotContains(client.get("/"), "Your open actions")


def test_what_one_may_not_know_of_is_not_there(client, report, alert, ann):
    type(report).objects.update(visibility="restricted")
    client.force_login(ann)
    assert shown(client) == []
    assert client.get(alert.get_absolute_url()).status_code == 404
    assert say_done(client, alert).status_code == 404


def test_the_owner_says_that_it_is_done(client, alert, ann):
    client.force_login(ann)
    assertRedirects(say_done(client, alert), alert.get_absolute_url())
    page = client.get(alert.get_absolute_url())
    assertContains(page, "Alert 12")
    assertContains(page, "by ann")
    assert shown(client)[-1] == "Alert"


def test_who_is_neither_owner_nor_contributor_may_not(client, report, ann):
    client.force_login(ann)
    theirs = report.actions.get(owner="Ben")
    assertNotContains(client.get(theirs.get_absolute_url()), "It is done")
    assert say_done(client, theirs).status_code == 403
    assert not ActionItem.objects.done().exists()


def test_a_visitor_may_not_say_so(client, alert):
    assert say_done(client, alert).status_code == 403


def test_the_second_to_say_so_hears_it(client, alert, author):
    finish(alert, by="Ben", note="")
    client.force_login(author)
    assertContains(client.post(f"{alert.get_absolute_url()}done/", {}, follow=True), "was done already")


def test_it_is_opened_again_with_a_reason(client, alert, author):
    finish(alert, by="Ben", note="")
    client.force_login(author)
    assertContains(say_done(client, alert, "reopen", note=""), "This field is required")
    say_done(client, alert, "reopen", note="It rang for nothing.")
    assertContains(client.get(alert.get_absolute_url()), "Reopened by author. It rang for nothing.")


def test_there_are_no_other_steps(client, alert, author):
    client.force_login(author)
    assert say_done(client, alert, "burn").status_code == 404
    assert client.get(f"{alert.get_absolute_url()}done/").status_code == 405


def test_a_tick_in_the_text_is_told_as_what_it_is(client, report):
    assertContains(client.get(URL), "done, says the document</span>")


def test_the_document_shows_its_actions(client, report, alert):
    page = client.get(report.get_absolute_url())
    assertContains(page, alert.get_absolute_url())
    assertContains(page, 'href="#L7"')


def test_home_shows_what_the_visitor_is_to_do(client, report, ann):
    assertNotContains(client.get("/"), "Your open actions")
    client.force_login(ann)
    assertContains(client.get("/"), "Your open actions")


def test_the_dashboard_counts_by_owner(client, report, ann):
    panel = next(panel for slug, _, panel in client.get("/dashboard/").context["panels"] if slug == "actions")
    assert (panel.figure, panel.said) == ("3", "actions are open, 1 of them overdue")
    assert [(str(row[0]), *row[1:3]) for row in panel.rows] == [("ann", 2, 1), ("Ben", 1, 0)]
    assert shown(client, panel.url.removeprefix(URL)) == ["Alert", "Drain", "Write"]
    assertContains(client.get("/dashboard/actions.csv"), "ann,2,1")


def test_a_rule_and_the_action_it_comes_from_know_each_other(client, report):
    learn(report)
    drain = report.actions.get(text__startswith="Drain")
    rule = report.findings.get(kind="rule").evidence.rule
    assertContains(client.get(drain.get_absolute_url()), rule.get_absolute_url())
    page = client.get(rule.get_absolute_url())
    assertContains(page, "From the action")
    assertContains(page, drain.get_absolute_url())


def test_more_actions_cost_no_more_questions(client, report, author, write, django_assert_max_num_queries):
    def questions():
        with django_assert_max_num_queries(100) as asked:
            client.get(URL)
        return len(asked)

    few = questions()
    for number in range(3):
        learn(write(REPORT.replace("Orders", f"Orders {number}"), author, f"more-{number}", state="published"))
    assert questions() == few


def test_done_is_said_with_a_note(client, alert, author):
    client.force_login(author)
    assertContains(say_done(client, alert, note=" "), "This field is required")
    assert alert in ActionItem.objects.open()


def test_what_is_overdue_is_seen_by_all_on_the_first_page(client, report, ann, author):
    client.force_login(author)
    page = client.get("/")
    assertContains(page, "Overdue actions")
    assert [action.text.split()[0] for action in page.context["overdue"]] == ["Alert"]
    client.force_login(ann)
    assert not client.get("/").context["overdue"], "ann has it among her own"


@pytest.fixture
def cora(client, account):
    client.force_login(account("cora", "curator"))
    return client


def file(client, action, **sent):
    return client.post(f"{action.get_absolute_url()}rule/", sent, follow=True)


def test_an_action_is_filed_as_a_rule_and_each_leads_to_the_other(cora, alert):
    page = file(cora, alert, text="Every queue has an alert.", why="Twice by now")
    rule = Rule.objects.get(text="Every queue has an alert.")
    assert (rule.state, page.redirect_chain) == ("confirmed", [(rule.get_absolute_url(), 302)])
    assertContains(page, alert.get_absolute_url())
    assertContains(page, "Twice by now")
    assertContains(cora.get(alert.get_absolute_url()), rule.get_absolute_url())
    assert cora.get(f"{URL}?as=json").json()["rows"][0]["learnt"] == "Every queue has an alert."


def test_words_that_a_rule_has_already_make_no_second_one(cora, alert, report):
    learn(report)
    rule = report.findings.get(kind="rule").evidence.rule
    file(cora, alert, text=rule.text)
    assert Rule.objects.get() == rule
    assertContains(cora.get(rule.get_absolute_url()), alert.get_absolute_url())


def test_a_rule_is_named_by_its_link(cora, alert, report):
    learn(report)
    rule = report.findings.get(kind="rule").evidence.rule
    file(cora, alert, other=f"http://testserver{rule.get_absolute_url()}", text="Left as it was")
    assert Rule.objects.get() == rule
    assertContains(cora.get(alert.get_absolute_url()), rule.get_absolute_url())


REFUSED = [
    ({"text": " "}, "Say what the rule is."),
    ({"text": "…"}, "A rule cannot be without words."),
    ({"other": "the queue"}, "This is no link to a rule"),
    ({"text": "Every queue has an alert."}, "filed as this rule already"),
]


@pytest.mark.parametrize("sent, said", REFUSED, ids=["nothing", "no words", "no link", "twice"])
def test_what_makes_no_rule_is_told(cora, alert, sent, said):
    file(cora, alert, text="Every queue has an alert.")
    assertContains(file(cora, alert, **sent), said)
    assert Rule.objects.count() == 1


def test_taken_back_the_rule_is_gone_and_the_action_is_not(cora, alert):
    file(cora, alert, text="Every queue has an alert.")
    cora.post(f"/acts/{Act.objects.get().pk}/undo/")
    assert not Rule.objects.exists()
    assertNotContains(cora.get(alert.get_absolute_url()), "Came of it")


def test_taken_back_a_rule_that_a_document_says_stays(cora, alert, report):
    learn(report)
    rule = report.findings.get(kind="rule").evidence.rule
    file(cora, alert, text=rule.text)
    cora.post(f"/acts/{Act.objects.get(kind='file').pk}/undo/")
    rule.refresh_from_db()
    assert (rule.state, rule.evidence.count()) == ("suggested", 1)
    assertNotContains(cora.get(alert.get_absolute_url()), rule.get_absolute_url())


def test_documents_that_say_it_later_speak_for_the_rule(cora, alert, write, author):
    file(cora, alert, text="Drain the queue before every deploy (owner: @ann, due 2099-01-01)")
    told = write(REPORT.replace("Orders", "Mail"), author, "mail", state="published", kind="incident")
    learn(told)
    rule = Rule.objects.get()
    assert (rule.state, rule.evidence.get().finding.document) == ("confirmed", told)


def test_where_the_rule_was_merged_the_other_leads_on(cora, alert, report, account):
    learn(report)
    rule = report.findings.get(kind="rule").evidence.rule
    file(cora, alert, text="Every queue has an alert.")
    merge(Rule.objects.get(text="Every queue has an alert."), rule, by=account("cora"))
    assertContains(cora.get(alert.get_absolute_url()), rule.get_absolute_url())
    assertContains(cora.get(rule.get_absolute_url()), alert.get_absolute_url())


def test_only_curators_file_rules(client, alert, author):
    client.force_login(author)
    assertNotContains(client.get(alert.get_absolute_url()), "File it as a rule")
    assert client.get(f"{alert.get_absolute_url()}rule/").status_code == 403


def test_an_action_that_one_may_not_know_of_is_no_rule(client, alert, report, account, settings):
    settings.ALLOW_CURATION = True
    Document.objects.filter(pk=report.pk).update(visibility="restricted")
    client.force_login(account("vic", "viewer"))
    assert client.get(f"{alert.get_absolute_url()}rule/").status_code == 404
