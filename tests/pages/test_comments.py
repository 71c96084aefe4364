"""What people say beside the text: where it is shown, who settles it, and what a suggestion becomes."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.commenting import answer, comment, resolve
from incidents.models import Comment
from incidents.publishing import publish
from incidents.revising import revise
from kb.catalogue import learn
from kb.models import Cause
from kb.watching import Notice

REPORT = "# Orders down\n\n## Root Cause\n\n1. The pool ran dry.\n\n## Prevention\n\n- Watch the pool.\n"
ABOVE = REPORT.replace("## Root Cause", "At 10:42.\n\n## Root Cause")


@pytest.fixture
def report(write, ann):
    return write(REPORT, ann)


@pytest.fixture
def said(report, ben):
    return comment(report.latest, "Which pool?", by=ben, lines=(5, 5))


@pytest.fixture
def signed_in(client):
    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


def say(client, report, **sent):
    return client.post(reverse("comment_new", args=[report.pk]), {"revision": 1} | sent, follow=True)


def test_lines_are_commented_on_and_it_leads_back_to_them(signed_in, report, ben):
    client = signed_in(ben)
    form = client.get(reverse("comment_new", args=[report.pk]), {"first": 5, "last": 5, "then": "read"})
    assertContains(form, "Comment on line 5")
    assertContains(form, "1. The pool ran dry.")
    page = say(client, report, first=5, last=5, text="Which pool?", suggestion="1. The pool ran dry.", then="read")
    assertRedirects(page, f"{report.get_absolute_url()}#L5", fetch_redirect_response=False)
    assertContains(page, "Which pool?")
    assert Comment.objects.get().suggestion is None


def test_the_text_has_a_mark_where_a_comment_begins(signed_in, report, said, ann):
    page = signed_in(ann).get(report.get_absolute_url())
    assertContains(page, f'<a class="said-here" href="#said-{said.pk}"')
    assertContains(page, "1 comment on line 5")
    assertContains(page, "Comments (1)")
    assertContains(signed_in(ann).get(reverse("document_source", args=[report.pk])), 'class="said-here"')


def test_the_whole_document_is_commented_on(signed_in, report, ben):
    page = say(signed_in(ben), report, text="Well told.")
    assertContains(page, "on the whole document")
    assertContains(page, "Well told.")


def test_whatever_is_said_is_shown_as_written(signed_in, report, ben):
    page = say(signed_in(ben), report, text="See `<b>` at https://example.org/a?b=1&c=2. <script>alert(1)</script>")
    assertContains(page, "<code>&lt;b&gt;</code>")
    link = "https://example.org/a?b=1&amp;c=2"
    assertContains(page, f'<a href="{link}" rel="nofollow noreferrer">{link}</a>.')
    assertContains(page, "&lt;script&gt;alert(1)&lt;/script&gt;")


@pytest.mark.parametrize("address", ["javascript:alert(1)", 'https://example.org/"onclick=alert(1)', "https://`x`"])
def test_no_address_does_more_than_lead_somewhere(signed_in, report, ben, address):
    page = say(signed_in(ben), report, text=f"See {address} there.")
    assertNotContains(page, 'href="javascript')
    assertNotContains(page, '"onclick')


def test_nothing_said_is_told_in_the_form(signed_in, report, ben):
    assertContains(say(signed_in(ben), report, text=" "), "Write what you have to say")
    assertContains(say(signed_in(ben), report, text="Hm.", first=400), "the lines 1 to 10")


@pytest.mark.parametrize("query", ["?first=x", "?revision=7", "?first=0", "?then=elsewhere-and-far"])
def test_an_address_that_names_nothing_is_not_there(signed_in, report, ben, query):
    assert signed_in(ben).get(reverse("comment_new", args=[report.pk]) + query).status_code == 404


def test_a_comment_follows_its_lines_through_an_edit(signed_in, report, said, ann):
    revise(report, ABOVE.encode(), by=ann)
    assertContains(signed_in(ann).get(reverse("comments", args=[report.pk])), f'{report.get_absolute_url()}#L7">line 7')


def test_a_comment_whose_lines_are_gone_says_below_which_heading_they_stood(signed_in, report, said, ann):
    revise(report, REPORT.replace("1. The pool ran dry.\n", "").encode(), by=ann)
    page = signed_in(ann).get(reverse("comments", args=[report.pk]))
    assertContains(page, "on text that has changed since revision 1")
    assertContains(page, "“Root Cause”")
    assertContains(page, "1. The pool ran dry.")
    assertNotContains(signed_in(ann).get(report.get_absolute_url()), "said-here")


def test_an_answer_is_told_to_who_spoke_and_to_the_author(signed_in, report, said, ann, ben):
    signed_in(ann).post(reverse("comment_answer", args=[said.pk]), {"text": "The first."})
    assertContains(signed_in(ben).get(reverse("comments", args=[report.pk])), "The first.")
    assert [(one.user, one.kind, one.name) for one in Notice.objects.all()] == [(ben, "comment", "ann")]


def test_a_comment_is_told_to_the_author_alone(signed_in, report, ann, ben):
    say(signed_in(ben), report, text="Well told.")
    assert Notice.objects.get().user == ann
    assert "Well told." in Notice.objects.get().text


def test_who_is_named_in_a_comment_is_told_and_nobody_in_code(signed_in, report, account, ben):
    dan, eve = account("dan"), account("eve")
    say(signed_in(ben), report, text="Ask @dan, who wrote `@eve`.")
    assert [one.kind for one in Notice.objects.filter(user=dan)] == ["mention"]
    assert not Notice.objects.filter(user=eve).exists()


def test_an_author_who_is_named_is_told_once(signed_in, report, ann, ben):
    say(signed_in(ben), report, text="How long, @ann?")
    assert [one.kind for one in Notice.objects.filter(user=ann)] == ["mention"]


def test_resolved_and_opened_again(signed_in, report, said, ann):
    client, settle = signed_in(ann), reverse("comment_settle", args=[said.pk])
    assertContains(client.post(settle, {"settle": "resolve"}, follow=True), "resolved by ann")
    assertContains(client.get(report.get_absolute_url()), ">Comments</a>")
    client.post(settle, {"settle": "open"})
    assert Comment.objects.open().exists()


def test_who_said_it_settles_it_and_no_other_viewer(signed_in, report, account):
    vera, victor = account("vera", "viewer"), account("victor", "viewer")
    publish(report, by=report.author)
    say(signed_in(vera), report, text="Which pool?")
    settle = reverse("comment_settle", args=[Comment.objects.get().pk])
    assert signed_in(victor).post(settle, {"settle": "resolve"}).status_code == 403
    assert signed_in(vera).post(settle, {"settle": "resolve"}).status_code == 302


def test_a_suggestion_is_shown_applied_and_learnt(signed_in, report, ann, ben):
    learn(publish(report, by=ann))
    say(signed_in(ben), report, first=5, last=5, text="", suggestion="1. The pool of ten ran dry.")
    page = signed_in(ann).get(reverse("comments", args=[report.pk]))
    assertContains(page, "<del>1. The pool ran dry.</del>")
    assertContains(page, "<ins>1. The pool of ten ran dry.</ins>")
    page = signed_in(ann).post(reverse("comment_apply", args=[Comment.objects.get().pk]), follow=True)
    assertContains(page, "The suggestion is the text now.")
    assertContains(page, "taken over in revision 2")
    assert Cause.objects.get().text == "The pool of ten ran dry."


def test_a_suggestion_for_lines_that_changed_is_refused_in_a_sentence(signed_in, report, ann, ben):
    said = comment(report.latest, "", by=ben, lines=(5, 5), suggestion="1. The pool of ten ran dry.")
    revise(report, REPORT.replace("ran", "runs").encode(), by=ann)
    page = signed_in(ann).post(reverse("comment_apply", args=[said.pk]), follow=True)
    assertContains(page, "These lines have changed since this was suggested")
    assert report.revisions.count() == 2


def test_a_viewer_comments_and_applies_nothing(signed_in, report, account, ben):
    publish(report, by=report.author)
    client = signed_in(account("vera", "viewer"))
    assertContains(say(client, report, text="Which pool?"), "Which pool?")
    said = comment(report.latest, "", by=ben, lines=(5, 5), suggestion="x")
    assert client.post(reverse("comment_apply", args=[said.pk])).status_code == 403


def test_of_a_hidden_document_no_comment_is_there(signed_in, write, ann, account):
    said = comment(write(REPORT, ann, "hidden", visibility="restricted").latest, "Hm.", by=ann)
    client = signed_in(account("outsider"))
    for name in ("comment_answer", "comment_settle", "comment_apply"):
        assert client.post(reverse(name, args=[said.pk]), {"text": "x"}).status_code == 404


def test_visitors_read_and_are_asked_to_sign_in(client, report, said):
    publish(report, by=report.author)
    page = client.get(reverse("comments", args=[report.pk]))
    assertContains(page, "Which pool?")
    assertNotContains(page, "<textarea")
    assert client.post(reverse("comment_answer", args=[said.pk]), {"text": "x"}).status_code == 403


@pytest.mark.parametrize("place", ["document", "comments", "document_source"])
def test_more_comments_ask_no_more_questions(signed_in, report, ann, place, django_assert_max_num_queries):
    client, address = signed_in(ann), reverse(place, args=[report.pk])
    for number in range(2):
        answer(comment(report.latest, f"Comment {number}.", by=ann, lines=(5, 5)), "Yes.", by=ann)
    with django_assert_max_num_queries(100) as few:
        client.get(address)
    for number in range(5):
        said = comment(report.latest, f"More {number}.", by=ann, lines=(number + 1, 5))
        answer(said, "No.", by=ann)
    resolve(said, by=ann)
    with django_assert_max_num_queries(len(few)):
        client.get(address)
