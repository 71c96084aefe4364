"""Who wrote a row: the account, as long as there is one, and a name that outlives it."""

from django.contrib.auth.base_user import AbstractBaseUser

Author = AbstractBaseUser | str


def author(by: Author) -> dict[str, object]:
    """The columns `user` and `name` of a row that somebody wrote."""
    if isinstance(by, str):
        return {"user": None, "name": by[:150]}
    return {"user": by, "name": name_of(by)[:150]}


def name_of(user: AbstractBaseUser) -> str:
    """What an account is called on pages and in rows: its full name, else its user name."""
    return user.get_full_name() or user.get_username()
