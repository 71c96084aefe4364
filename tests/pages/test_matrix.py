"""Every address of the site, asked by everybody about documents of every standing: who may not gets nothing, not even
the knowledge that there is something, and changes nothing."""

import io
import json
import zipfile
from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import override_settings
from django.urls import URLResolver, get_resolver, reverse

from tests.pages.matrix_rights import PEOPLE, SITES
from tests.pages.matrix_rows import NONE, SIGN_IN, Row
from tests.pages.matrix_table import ACCOUNT, TABLE
from tests.pages.matrix_world import WORDS, make_world

FORMS = [name for name, rows in TABLE.items() if any(row.is_form for row in rows)]
ONLY_FORMS = [name for name in FORMS if all(row.is_form for row in TABLE[name])]
# What an address of allauth or of Django's admin is made with that needs more than its name.
WORDS_OF = {
    "account_confirm_email": ["key"],
    "account_reset_password_from_key": ["1", "a-key"],
    "admin:view_on_site": [1, 1],
    "admin:app_list": ["auth"],
    "admin:password_change": [],
}
ROWS_OF_ADMIN = ("_change", "_delete", "_history")
# How one comes in and out, and what only leads to another address.
DOORS = ("admin:login", "admin:logout", "admin:None")


@dataclass(frozen=True, eq=False)
class Asked:
    """One question: who asks what about which thing."""

    world: SimpleNamespace
    row: Row
    person: str
    about: str

    def thing(self, name):
        if self.about == "":
            return getattr(self.world, name)
        if self.about in ("own", "another's"):
            other = "curator" if self.person == "viewer" else "viewer"
            return getattr(self.world, f"{name}s").get(self.person if self.about == "own" else other, NONE)
        return getattr(self.world.things.get(self.about), name, NONE)

    def __str__(self):
        return f"{self.person}: {self.row.method} of {self.about or 'the site'}"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Made once for all tests, and taken back with the transaction that it is made in."""
    spool = tmp_path_factory.mktemp("spool")
    with override_settings(SPOOL=spool), django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        world.everything = everything()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def switched(settings):
    def switched(site):
        for name, value in SITES[site].switches.items():
            setattr(settings, name, value)
        return SITES[site]

    return switched


def addresses():
    return list(dict.fromkeys(_names(get_resolver().url_patterns)))


def _names(patterns, space=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


@pytest.mark.parametrize("name", addresses())
def test_every_address_stands_in_the_table(name):
    assert name in TABLE or name in ACCOUNT or name.startswith("admin:")


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("site", SITES)
def test_who_may_not_learns_and_changes_nothing(db, world, switched, site, name):
    asking = switched(site)
    wrong = [
        fault
        for row in TABLE[name]
        if asking.differs(row.right)
        for person in asking.people
        for fault in faults(asking, name, [Asked(world, row, person, thing) for thing in row.asked_by(person)])
    ]
    assert not wrong, "\n".join(wrong)
    assert everything() == world.everything


@pytest.mark.parametrize("name", FORMS)
def test_who_may_changes_something(db, world, switched, name):
    """Else nothing would be changed in the test before, whoever sends it."""
    site = switched("closed")
    for row in TABLE[name]:
        if row.is_form and row.changes:
            questions = [Asked(world, row, person, thing) for person in PEOPLE for thing in row.about.things]
            assert any(changes(name, asked) for asked in questions if may(site, asked))


@pytest.mark.parametrize("name", ONLY_FORMS)
def test_what_is_sent_is_not_read(db, world, switched, name):
    switched("open")
    row = replace(TABLE[name][0], method="GET")
    questions = [Asked(world, row, person, row.about.things[0]) for person in PEOPLE]
    assert {answer(name, asked, taken_back=False)[0] for asked in questions} == {405}


@pytest.mark.parametrize("name", ACCOUNT)
@pytest.mark.parametrize("site", ["open", "closed"])
def test_accounts_are_their_own(db, world, switched, site, name):
    switched(site)
    address = reverse(name, args=WORDS_OF.get(name, [1] if name.endswith(("remove_webauthn", "edit_webauthn")) else []))
    statuses = tuple(status_of(world.clients[person].get(address)) for person in ("visitor", "viewer"))
    assert statuses == ACCOUNT[name]


@pytest.mark.parametrize("name", [name for name in addresses() if name.startswith("admin:") and name not in DOORS])
def test_the_admin_lets_admins_in(db, world, name):
    address = reverse(name, args=WORDS_OF.get(name, [1] if name.endswith(ROWS_OF_ADMIN) else []))
    for person in ("visitor", "viewer", "curator", "owner"):
        answered = world.clients[person].get(address)
        assert answered.url.startswith(reverse("admin:login"))


def faults(site, name, questions):
    """What is wrong with the answers to one person; what is hidden is to be answered as what is not there."""
    answers = {asked: answer(name, asked, taken_back=may(site, asked)) for asked in questions}
    of_none = {status for asked, (status, _) in answers.items() if asked.about == "none"}
    for asked, (status, text) in answers.items():
        wanted = expected(site, asked)
        if status not in wanted:
            yield f"{asked}: {status}, not {' or '.join(map(str, wanted))}"
        elif not asked.row.knows(asked.person, asked.about) and {status} != of_none:
            yield f"{asked}: {status}, and {of_none} for what is not there"
        yield from (f"{asked}: says {word}" for word in hidden_words(asked) if word in text.lower())


def expected(site, asked):
    """The statuses that it may have; which of two, who may never do it at all cannot tell from it."""
    row, person, thing = asked.row, asked.person, asked.about
    if person == "visitor" and row.by_program and (row.right != "read" or not site.anonymous_read):
        return [401]
    if person == "visitor" and not site.anonymous_read and not row.everybody:
        return [403 if "as=" in row.query else SIGN_IN]
    if may(site, asked):
        return [row.status(thing)]
    if person in site.rights[row.right].anybody():
        return [403 if row.knows(person, thing) else 404]
    refusal = row.visitor if person == "visitor" else 403
    return [refusal] if row.knows(person, thing) else [refusal, 404]


def may(site, asked):
    right, knows = site.rights[asked.row.right], asked.row.knows(asked.person, asked.about)
    return knows and asked.person in right.about(asked.about)


def hidden_words(asked):
    return [word for name, word in WORDS.items() if not asked.row.knows(asked.person, name)]


def changes(name, asked):
    with transaction.atomic():
        send(name, asked)
        after = everything()
        transaction.set_rollback(True)
    return after != asked.world.everything


def answer(name, asked, *, taken_back):
    """The status and all that was said. What is changed by who may is taken back, and nothing else."""
    with transaction.atomic():
        answered = send(name, asked)
        said = said_in(answered)
        transaction.set_rollback(taken_back)
    return status_of(answered), said


def send(name, asked):
    row, client = asked.row, asked.world.clients[asked.person]
    address = reverse(name, kwargs=row.about.address(asked)) + (f"?{row.query}" if row.query else "")
    form = row.sends(asked)
    client.cookies.pop("messages", None)
    if not row.by_program:
        return client.get(address) if row.method == "GET" else client.post(address, form)
    key = asked.world.keys.get(asked.person)
    headers = {"If-Match": '"3"'} | ({"Authorization": f"Bearer {key}"} if key else {})
    return client.generic(row.method, address, json.dumps(form) if form else b"", "application/json", headers=headers)


def status_of(answered):
    is_sign_in = answered.status_code == 302 and answered.url.startswith(reverse("account_login"))
    return SIGN_IN if is_sign_in else answered.status_code


def said_in(answered):
    """All that it holds, also what is packed in it."""
    content = b"".join(answered)
    if answered.headers.get("Content-Type") == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(part for name in archive.namelist() for part in (name.encode(), archive.read(name)))
    return content.decode("utf-8", "replace") + str(answered.headers)


def everything():
    """All rows of ours and all accounts, to see what becomes of them."""
    models = [*apps.get_app_config("incidents").get_models(), *apps.get_app_config("kb").get_models()]
    return {model: list(model._base_manager.order_by("pk").values_list()) for model in (get_user_model(), *models)}
