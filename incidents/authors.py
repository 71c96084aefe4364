"""Who wrote a row: the account, as long as there is one, and a name that outlives it."""

from django.contrib.auth.base_user import AbstractBaseUser

Author = AbstractBaseUser | str


def author(by: Author) -> dict[str, object]:
    """The columns `user` and `name` of a row that somebody wrote."""
    if isinstance(by, str):
        return {"user": None, "name": by[:150]}
    return {"user": by, "name": (by.get_full_name() or by.get_username())[:150]}
