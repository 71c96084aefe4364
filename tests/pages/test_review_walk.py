"""The review in a real browser: with keys, without a mouse, without JavaScript, on a wide and on a narrow window."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from incidents.models import Document
from kb.curation.entries import confirm
from kb.models import Act, Cause, Feedback, Fix, Signature, State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WINDOWS = {"desktop": {"width": 1360, "height": 900}, "phone": {"width": 320, "height": 700}}
AGAIN = """\
# The lock a second time

LockTimeoutError: gave up after 45 s on row 3

## Cause

Two workers and a report take the rows in different order.

## Resolution

- Rows are now taken `ORDER BY id` in the export and in every other worker.
"""


@pytest.fixture
def imported(incident_text, tmp_path):
    (tmp_path / "workers-wait.md").write_text(incident_text)
    (tmp_path / "again.md").write_text(AGAIN)
    call_command("import_documents", str(tmp_path), verbosity=0)
    return Document.objects.order_by("pk")


def open_cards(page):
    return page.locator("[data-card][data-open]").count()


def focused(page):
    return page.evaluate("document.activeElement.closest('[data-card]')?.id")


def walk_to(page, card):
    """Presses j until the card has the focus."""
    wanted = card.get_attribute("id")
    for _ in range(20):
        if focused(page) == wanted:
            return
        page.keyboard.press("j")
    pytest.fail(f"{wanted} is not reached with j")


def test_with_keys_from_card_to_card_and_back(imported, live_server, visitor):
    page = visitor()
    page.goto(f"{live_server.url}/review/")
    page.get_by_role("link", name="Begin with the newest").click()
    page.wait_for_url("**/review/*/")
    waiting, first = open_cards(page), focused(page)
    page.keyboard.press("a")
    expect(page.locator("[data-card][data-open]")).to_have_count(waiting - 1, timeout=8_000)
    expect(page.locator(f"#{first}:focus-within")).to_have_count(0, timeout=8_000)
    page.keyboard.press("r")
    expect(page.locator("[data-card][data-open]")).to_have_count(waiting - 2, timeout=8_000)
    assert sorted(Act.objects.by_people().values_list("kind", flat=True)) == ["confirm", "reject"]
    page.keyboard.press("u")
    expect(page.locator("[data-card][data-open]")).to_have_count(waiting - 1, timeout=8_000)
    assert Act.objects.filter(undoes__kind="reject").count() == 1


def test_the_card_in_focus_marks_its_lines(imported, live_server, visitor):
    page = visitor()
    page.goto(f"{live_server.url}/review/{Document.objects.get(title='Workers wait for a lock').pk}/")
    card = page.locator("[data-card]").filter(has_text="Two workers take")
    walk_to(page, card)
    assert "Two workers take the rows" in page.locator("[data-body] .marked").inner_text()


def test_behind_the_last_card_comes_the_next_document(imported, live_server, visitor):
    page = visitor()
    page.goto(f"{live_server.url}/review/{imported[0].pk}/")
    for _ in range(page.locator("[data-card]").count()):
        page.keyboard.press("j")
    page.wait_for_url(f"**/review/{imported[1].pk}/")


def test_a_likely_double_is_merged_with_keys_after_a_look(imported, live_server, visitor):
    page = visitor()
    page.goto(f"{live_server.url}/review/{Document.objects.get(title='The lock a second time').pk}/")
    card = page.locator("[data-card]").filter(has_text="Merge into it").filter(has_text="Fix")
    walk_to(page, card)
    page.keyboard.press("m")
    page.wait_for_url("**/merge/**")
    page.get_by_role("button", name="See what would change").click()
    assert "would speak for another entry" in page.locator("main").inner_text()
    page.get_by_role("button", name="Merge into another").click()
    page.wait_for_url("**/review/*/**")
    assert Fix.objects.exclude(merged_into=None).count() == 1


def test_keys_do_nothing_while_somebody_writes(imported, live_server, visitor):
    page = visitor()
    page.goto(f"{live_server.url}/review/{imported[0].pk}/")
    page.keyboard.press("/")
    page.keyboard.type("around")
    assert not Act.objects.by_people().exists()


def test_without_javascript(imported, live_server, visitor):
    page = visitor(javascript=False)
    page.goto(f"{live_server.url}/review/{imported[0].pk}/")
    waiting = open_cards(page)
    page.locator("[data-card]").first.get_by_role("button", name="Accept").click()
    assert open_cards(page) == waiting - 1
    page.get_by_role("button", name="Undo").click()
    assert open_cards(page) == waiting
    page.get_by_role("button", name="Accept all").click()
    assert page.locator("[data-open] .confidence").filter(has_text="stated").count() == 0
    assert set(Cause.objects.filter(evidence__finding__document=imported[0]).values_list("state", flat=True)) == {
        State.CONFIRMED
    }


def test_overtaken_in_the_queue_the_card_shows_how_things_stand(imported, live_server, visitor):
    page = visitor()
    page.goto(f"{live_server.url}/review/{imported[0].pk}/")
    waiting = open_cards(page)
    cause = Cause.objects.get(evidence__finding__document=imported[0])
    confirm(cause, by="Ben")
    page.locator(f"#card-cause-{cause.pk}").get_by_role("button", name="Reject").click()
    page.get_by_text("Ben confirmed this on").wait_for()
    assert open_cards(page) == waiting - 1


def test_did_this_fix_it_is_answered_in_place(imported, live_server, visitor):
    page = visitor()
    signature = Signature.objects.exclude(causes=None).first()
    page.goto(live_server.url + signature.get_absolute_url())
    page.locator(".did-it").first.get_by_role("button", name="Yes").click()
    page.get_by_text("Thank you").wait_for()
    assert Feedback.objects.get().worked
    assert signature.slug in page.url


@pytest.mark.parametrize("device", WINDOWS)
def test_the_pages_fit_their_window(imported, live_server, visitor, device):
    page = visitor(size=WINDOWS[device])
    fix, signature = Fix.objects.first(), Signature.objects.first()
    paths = ["/review/", f"/review/{imported[0].pk}/", "/due/", fix.get_absolute_url(), signature.get_absolute_url()]
    paths += [f"/curate/fix/{fix.pk}/{decision}/" for decision in ("edit", "merge", "split", "verify")]
    for path in paths:
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, f"{path} is too wide"
