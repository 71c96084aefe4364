"""The table of rights in docs/accounts.md says what kb/access.py does, row by row."""

import re
from pathlib import Path

import pytest
from django.conf import settings as site
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from incidents.models import Document
from incidents.people import Member
from incidents.reviews import Reviewer, State
from kb import access

ROLES = ("visitor", "viewer", "contributor", "curator", "owner", "admin")
ROW = re.compile(r"^\| ([a-z][^|]+) \| ((?:(?:yes|no) \| ?){6})$", re.MULTILINE)
TOLD = {
    right: dict(zip(ROLES, re.findall("yes|no", cells), strict=True))
    for right, cells in ROW.findall((Path(site.BASE_DIR) / "docs" / "accounts.md").read_text("utf8"))
}


def on_theirs(may, **columns):
    return lambda request: may(request, _document(_account_or_none(request), **columns))


def on_another(may, **columns):
    return lambda request: may(request, _document(_user("somebody"), **columns))


def asked(request):
    document = _document(_user("somebody"), state=State.REVIEW)
    if request.user.is_authenticated:
        Reviewer.objects.create(document=document, user=request.user)
    return access.may_judge(request, document)


RULES = {
    "comment": access.may_comment,
    "say whether a fix worked": access.may_give_feedback,
    "begin a document": access.may_write,
    "import": access.may_import,
    "edit their own document": on_theirs(access.may_edit),
    "edit somebody else's document": on_another(access.may_edit),
    "edit somebody else's locked document": on_another(access.may_edit, locked=True),
    "publish their own document": on_theirs(access.may_publish),
    "publish somebody else's document": on_another(access.may_publish),
    "approve a document that they were asked to review": asked,
    "approve a document of somebody else unasked": on_another(access.may_judge),
    "approve their own document": on_theirs(access.may_judge),
    "archive a document or have another take its place": on_another(access.may_retire),
    "restrict or lock their own document": on_theirs(access.may_restrict),
    "restrict or lock somebody else's document": on_another(access.may_restrict),
    "delete their own draft": on_theirs(access.may_delete, state=State.DRAFT),
    "delete what is published": on_theirs(access.may_delete),
    "decide on entries": access.may_curate,
    "invite people": access.may_own,
    "change somebody's role": lambda request: access.may_change_account(request, _user("somebody")),
    "change an admin's role": lambda request: access.may_change_account(request, _user("root", is_superuser=True)),
    "redact a revision": access.may_redact,
}


@pytest.fixture
def strict(settings):
    settings.ALLOW_IMPORTS = settings.ALLOW_CURATION = settings.ANONYMOUS_FEEDBACK = False


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("right", TOLD)
def test_the_table_is_true(db, strict, right, role):
    request = RequestFactory().get("/")
    request.user = _somebody(role)
    assert bool(RULES[right](request)) is (TOLD[right][role] == "yes")


def test_every_rule_stands_in_the_table():
    assert TOLD.keys() == RULES.keys()


def _somebody(role):
    if role == "visitor":
        return AnonymousUser()
    user = _user(role, is_superuser=role == "admin")
    if role != "admin":
        Member.objects.create(user=user, role=role)
    return user


def _user(name, **columns):
    return get_user_model().objects.create(username=name, **columns)


def _account_or_none(request):
    return request.user if request.user.is_authenticated else None


def _document(author, **columns):
    return Document.objects.create(
        location="/srv/a.md", path="a.md", kind="incident", title="A", author=author, **columns
    )
