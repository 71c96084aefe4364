"""A token asks in somebody's name: for some things, until a day, and never again once it is taken back."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from kb.tokens import PREFIX, ApiToken, find, issue, revoke

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(django_user_model):
    return issue(django_user_model.objects.create_user("bo", password="x"), "build server", ["match"])


def test_a_token_is_found_by_itself_alone(made):
    row, token = made
    assert (find(token), find(token[:-1]), find("")) == (row, None, None)


def test_nothing_kept_gives_the_token_away(made):
    row, token = made
    assert token.startswith(PREFIX)
    assert token not in str(ApiToken.objects.values().get(pk=row.pk))


def test_a_token_that_was_taken_back_is_found_no_more(made):
    row, token = made
    revoke(row)
    assert find(token) is None


def test_a_token_ends_on_its_day(made):
    _, token = made
    ApiToken.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert find(token) is None


def test_a_token_ends_with_its_account(made):
    row, token = made
    row.user.is_active = False
    row.user.save()
    assert find(token) is None


def test_its_use_is_written_down(made):
    row, token = made
    find(token)
    assert ApiToken.objects.get(pk=row.pk).used_at


def test_the_command_prints_a_token_that_works(made, capsys):
    call_command("create_token", "bo", "--scope", "read")
    assert find(capsys.readouterr().out.strip()).scopes == ["read"]


@pytest.mark.parametrize(
    "arguments, said", [(["nobody"], "no account called nobody"), (["bo", "--days", "0"], "--days")]
)
def test_the_command_says_what_is_wrong(made, arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("create_token", *arguments)
