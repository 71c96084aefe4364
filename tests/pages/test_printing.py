"""A document on paper: the text and what was learnt from it, nothing that is only for a screen, and nothing cut off."""

import pytest

from incidents.models import Document
from incidents.revising import revise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a sheet of A4 is wide between its margins, in the pixels of a browser.
PAPER = {"width": 680, "height": 960}
LONG = "https://chat.example.org/archives/C0123456789/p1709300000000000?thread=1709300000&channel=C0123456789"
WIDE = f"""\
# Orders were down

See [the runbook](https://wiki.example.org/pool), {LONG} and <https://status.example.org/7>.

| Time | What | Who | Where | Why | More |
|---|---|---|---|---|---|
| 10:12 | {"the queue stood still " * 8} | @ann | {LONG} | `{"a_name_without_a_blank_" * 6}` | end |

```
{"one line of a log that is longer than any sheet of paper " * 4}
```

## Resolution

- Closed it. Works.
- Raising the pool did not help.
"""


@pytest.fixture
def sheet(scribe, live_server, visitor):
    """The page as it is printed, by somebody who reads the site in the dark."""
    document = revise(scribe.document("# Orders were down\n"), WIDE.encode(), by="Ann")
    page = visitor("dark", PAPER)
    page.goto(live_server.url + Document.objects.get(pk=document.pk).get_absolute_url())
    page.emulate_media(media="print")
    return page


def test_nothing_is_cut_off(sheet):
    assert sheet.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
    cut = "boxes => boxes.filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.outerHTML)"
    assert sheet.locator(".prose :is(table, td, pre)").evaluate_all(cut) == []


@pytest.mark.parametrize("away", ["header.site", ".tabs", ".breadcrumbs", "footer.site", ".graph", "main button"])
def test_what_is_for_a_screen_is_not_printed(sheet, away):
    assert not [one for one in sheet.locator(away).all() if one.is_visible()]


def test_findings_are_printed_with_what_came_of_them(sheet):
    told = sheet.locator(".findings").inner_text()
    assert "Closed it. Works." in told
    assert "worked" in told
    assert "did not work" in told
    assert "in the catalogue" not in told


def test_links_say_where_they_lead_once(sheet):
    behind = "links => links.map(link => getComputedStyle(link, '::after').content)"
    named, *bare = sheet.locator(".prose p a").evaluate_all(behind)
    assert "https://wiki.example.org/pool" in named
    assert bare == ["none", "none"]


def test_the_sheet_says_what_it_is_of(sheet):
    told = sheet.locator(".on-paper")
    assert told.is_visible()
    assert "Revision 2 of" in told.inner_text()
    assert "/documents/" in told.inner_text()


def test_paper_is_white_whoever_prints(sheet):
    sheet.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert sheet.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert sheet.locator(".on-paper").evaluate("box => getComputedStyle(box).color") == "rgb(89, 95, 102)"
