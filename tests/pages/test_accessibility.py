"""axe finds nothing on any kind of page, in light and dark, on a desk and on a phone; nothing moves, focus is seen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import URLPattern, path, reverse

from incidents.actions import store_actions
from incidents.reading.values import Action
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
    "actions": "/actions/",
    "programs": "/api/",
    "review": "/review/",
    "due": "/due/",
    "history": "/history/",
    "pastes": "/pastes/",
    "sign in": "/account/login/",
    "sign up": "/account/signup/",
    "reset": "/account/password/reset/",
    "design": "/design/",
}
# What only those see who are signed in.
OF_MEMBERS = {
    "settings": "/settings/",
    "tokens": "/settings/tokens/",
    "write": "/write/",
    "notices": "/notices/",
    "watching": "/watching/",
    "manage": "/manage/",
    "people": "/people/",
    "second factor": "/account/2fa/",
    "keys": "/account/2fa/webauthn/",
    "sessions": "/account/sessions/",
    "password": "/account/password/change/",
    "address": "/account/email/",
    "is it you": "/account/reauthenticate/",
}
# What answers a form or a script, and shows nothing by itself.
NO_PAGES = {
    *("start_signature", "keep_preview", "keep_paste", "import_samples", "people_invite", "catch_up_index"),
    *("write_token", "names", "people_names", "notices_seen", "feed_address", "site_download"),
}
ENTRIES = ("signature", "cause", "worked", "rule", "pattern", "incident")
OF_A_DOCUMENT = (
    *("source/", "files/", "delete/", "comments/", "learnt/"),
    *("revisions/", "revisions/compare/", "revisions/1/"),
)
OF_A_DOCUMENT_FOR_MEMBERS = ("visibility/",)
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
    told = (Action("Name the order of every batch query", (34, 34), "ann", "2025-04-01"),)
    store_actions([(cast.incident, told)])
    entries["action"] = cast.incident.actions.get().get_absolute_url()
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


@pytest.fixture
def of_members(cast):
    return OF_MEMBERS | {name: cast.incident.get_absolute_url() + name for name in OF_A_DOCUMENT_FOR_MEMBERS}


@pytest.fixture
def as_admin(admin_client, live_server, visitor):
    """Opens a page as an admin who is signed in."""

    def open_page(**window):
        page, session = visitor(**window), admin_client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return open_page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_axe_finds_nothing_on_the_pages_of_members(of_members, as_admin, live_server, theme, device):
    page, axe, found = as_admin(theme=theme, size=WINDOWS[device]), Axe(), []
    for name, place in of_members.items():
        page.goto(live_server.url + place)
        assert page.url.startswith(live_server.url + place)
        page.locator("[data-menu] summary").click()
        found += [(name, *fault) for fault in faults(axe, page)]
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


def test_every_page_with_an_address_of_its_own_is_among_these():
    pages = [page for page in site if isinstance(page, URLPattern) and not page.pattern.converters]
    named = {page.name: reverse(page.name) for page in pages}
    looked_at = {place.partition("?")[0] for place in [*PLACES.values(), *OF_MEMBERS.values()]}
    assert {name for name, address in named.items() if address not in looked_at} == NO_PAGES


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
