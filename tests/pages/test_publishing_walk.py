"""A report is reviewed and published in two windows of a real browser, and what was learnt is confirmed in place."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from incidents.commenting import answer, comment, resolve
from incidents.models import Comment
from incidents.publishing import publish, submit
from kb.catalogue import learn
from kb.models import Cause, State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WINDOWS = {"desktop": {"width": 1360, "height": 900}, "phone": {"width": 320, "height": 700}}
REPORT = """\
# Orders down

## Root Cause

1. The pool ran dry.

## Error

```text
LockTimeoutError: gave up after 30 s on row 17
```

## Prevention

- Watch the pool.
"""


@pytest.fixture
def report(write, account):
    return write(REPORT, account("ann"))


@pytest.fixture
def window(visitor, live_server, account):
    """Opens a page as somebody who is signed in."""

    def window(name, path, role="contributor", **how):
        client = Client()
        client.force_login(account(name, role))
        page = visitor(**how)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return window


def comment_beside(page, words):
    page.get_by_text(words).hover()
    page.get_by_role("button", name="Comment", exact=True).click()
    return page.locator("[data-comment-form]")


def test_from_draft_to_what_was_learnt(window, report, account):
    account("ben")
    ann = window("ann", report.get_absolute_url())
    ann.get_by_role("link", name="Ask for review").click()
    ann.get_by_label("ben").check()
    ann.get_by_role("button", name="Ask for review").click()
    ann.get_by_text("ben was asked").wait_for()

    ben = window("ben", "/")
    ben.get_by_role("link", name="Orders down").first.click()
    form = comment_beside(ben, "The pool ran dry.")
    form.get_by_label("Your comment").fill("Which pool?")
    form.get_by_text("Suggest a change").click()
    form.get_by_label("The lines as you would have them").fill("1. The pool of ten ran dry.")
    form.get_by_role("button", name="Comment").click()
    expect(ben.locator(".comment-brief")).to_contain_text("Which pool?")

    ann.reload()
    ann.get_by_role("link", name="Comments (1)").click()
    ann.get_by_role("button", name="Apply").click()
    ann.get_by_text("The suggestion is the text now.").wait_for()

    ben.reload()
    expect(ben.locator("[data-body]")).to_contain_text("The pool of ten ran dry.")
    ben.get_by_role("link", name="Give your verdict").click()
    ben.get_by_role("button", name="Approve").click()
    ben.get_by_text("ben approved").wait_for()

    ann.goto(ann.url.split("#")[0].replace("comments/", ""))
    ann.get_by_role("link", name="Publish").click()
    expect(ann.locator("main")).to_contain_text("The pool of ten ran dry.")
    ann.get_by_role("button", name="Publish").click()
    ann.get_by_role("heading", name="What was learnt from").wait_for()
    assert set(Cause.objects.values_list("text", "state")) == {("The pool of ten ran dry.", State.SUGGESTED)}


def test_what_was_learnt_is_confirmed_in_place_with_a_key(window, report):
    learn(publish(report, by=report.author))
    page = window("cleo", reverse("document_learnt", args=[report.pk]), "curator")
    waiting = page.locator("[data-card][data-open]").count()
    page.keyboard.press("a")
    expect(page.locator("[data-card][data-open]")).to_have_count(waiting - 1)
    assert "/learnt/" in page.url


def test_what_is_selected_is_commented_on_from_its_first_to_its_last_line(window, report):
    page = window("ben", report.get_absolute_url())
    page.evaluate("""() => {
      const blocks = document.querySelectorAll("[data-body] h2");
      getSelection().setBaseAndExtent(blocks[0], 0, blocks[1], blocks[1].childNodes.length);
    }""")
    page.get_by_role("button", name="Comment on 3–7").click()
    page.get_by_label("Your comment").fill("All of this at once?")
    page.locator("[data-comment-form]").get_by_role("button", name="Comment").click()
    expect(page.locator(".comment-brief")).to_contain_text("lines 3–7")


def test_a_comment_on_the_source_leads_back_to_its_line(window, report):
    page = window("ben", reverse("document_source", args=[report.pk]))
    form = comment_beside(page, "LockTimeoutError: gave up")
    form.get_by_label("Your comment").fill("On which row?")
    form.get_by_role("button", name="Comment").click()
    page.wait_for_url("**/source/#S10")
    assert Comment.objects.get().quote == "LockTimeoutError: gave up after 30 s on row 17"


def test_escape_closes_the_form(window, report):
    page = window("ben", report.get_absolute_url())
    form = comment_beside(page, "The pool ran dry.")
    form.get_by_label("Your comment").fill("Which")
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)


def test_without_a_script_lines_are_named_by_their_numbers(window, report):
    page = window("ben", reverse("document_source", args=[report.pk]), javascript=False)
    page.get_by_label("Comment on lines").fill("5")
    page.get_by_role("button", name="Write it").click()
    page.get_by_label("Your comment").fill("Which pool?")
    page.get_by_role("button", name="Comment").click()
    page.wait_for_url("**/source/#S5")
    assert Comment.objects.get().first_line == 5


@pytest.fixture
def paths(report, write, account):
    """The pages of a document in review and of a published one, with long words in a comment."""
    ben = account("ben")
    said = comment(report.latest, "Which_pool_" * 20, by=ben, lines=(5, 5), suggestion="ran_dry_" * 40)
    answer(said, "The first.", by=report.author)
    resolve(comment(report.latest, "Well told.", by=ben), by=ben)
    submit(report, [ben], by=report.author)
    published = publish(write(REPORT, ben, "published"), by=ben)
    learn(published)
    names = ("document", "document_submit", "document_verdict", "document_publish", "document_source", "comments")
    steps = [f"{published.get_absolute_url()}step/{name}/" for name in ("supersede", "withdraw")]
    line = reverse("comment_new", args=[report.pk]) + "?first=5&last=9"
    return [
        *(reverse(name, args=[report.pk]) for name in names),
        line,
        *steps,
        reverse("document_learnt", args=[published.pk]),
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", WINDOWS)
def test_the_pages_fit_their_window_and_axe_finds_nothing(window, live_server, paths, device, theme):
    page, axe, found = window("cleo", "/", "curator", size=WINDOWS[device], theme=theme), Axe(), []
    for path in paths:
        page.goto(live_server.url + path)
        if page.evaluate("document.documentElement.scrollWidth - window.innerWidth") > 0:
            found.append((path, "too wide"))
        faults = axe.run(page).response["violations"]
        found += [(path, fault["id"], [node["html"][:120] for node in fault["nodes"]]) for fault in faults]
    assert found == [], "\n".join(map(str, found))
