"""axe finds nothing on any kind of page, in light and dark, on a desk and on a phone; nothing moves, focus is seen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import path

from kb.urls import urlpatterns as site
from kb.views import specimens

WINDOWS = {"desktop": {"width": 1360, "height": 900}, "phone": {"width": 320, "height": 700}}
# A window of 1280 pixels at 400 % is one of 320.
PLACES = {
    "home": "/",
    "match": "/match/",
    "signatures": "/signatures/",
    "chosen": "/signatures/?language=python&sort=new",
    "none": "/signatures/?language=cobol",
    "causes": "/causes/",
    "fixes": "/fixes/",
    "rules": "/rules/",
    "patterns": "/patterns/",
    "documents": "/documents/",
    "deleted": "/documents/deleted/",
    "import": "/import/",
    "conflicts": "/import/conflicts/",
    "dashboard": "/dashboard/",
    "search": "/search/?q=lock",
    "review": "/review/",
    "design": "/design/",
}
ENTRIES = ("signature", "cause", "worked", "rule", "pattern", "incident")
OF_A_DOCUMENT = ("source/", "files/", "delete/")
# What moved while the page was being made, in shares of the window; a tenth is what web.dev calls good.
SHIFT = """() => new Promise((told) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => told(sum), 100);
})"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

urlpatterns = [*site, path("design/", specimens.specimens, name="specimens")]


@pytest.fixture
def places(cast, settings):
    settings.ROOT_URLCONF = __name__
    entries = {name: getattr(cast, name).get_absolute_url() for name in ENTRIES}
    return PLACES | entries | {name: entries["incident"] + name for name in OF_A_DOCUMENT}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_axe_finds_nothing_and_nothing_moves(places, live_server, visitor, theme, device):
    page, axe, found = visitor(theme=theme, size=WINDOWS[device]), Axe(), []
    for name, place in places.items():
        page.goto(live_server.url + place)
        found += [(name, *fault) for fault in faults(axe, page)]
        if (shift := page.evaluate(SHIFT)) > 0.01:
            found.append((name, "moved", shift))
    assert found == [], "\n".join(map(str, found))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_an_answer_and_in_the_keys(cast, live_server, visitor, theme):
    page, axe = visitor(theme=theme), Axe()
    page.goto(live_server.url)
    page.get_by_label("Paste an error").fill("LockTimeoutError: gave up after 30 s on row 17\n\nValueError: 3\n")
    page.get_by_role("button", name="Look it up").click()
    page.locator(".answer").first.wait_for()
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert faults(axe, page) == []
    page.get_by_role("button", name="Keys").click()
    assert faults(axe, page) == []


def faults(axe, page):
    found = axe.run(page).response["violations"]
    return [
        (fault["id"], fault["impact"], node["target"], node["html"][:120]) for fault in found for node in fault["nodes"]
    ]


def test_focus_is_seen_wherever_it_goes(places, live_server, visitor):
    page = visitor()
    page.goto(live_server.url + places["signatures"])
    for _ in range(12):
        page.keyboard.press("Tab")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style != "none", page.evaluate("document.activeElement.outerHTML")


def test_nothing_moves_for_who_wants_no_motion(places, live_server, visitor):
    page = visitor()
    page.emulate_media(reduced_motion="reduce")
    for place in places.values():
        page.goto(live_server.url + place)
        moving = page.evaluate("document.getAnimations().length")
        assert moving == 0, place
