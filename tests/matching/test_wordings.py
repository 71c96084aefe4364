"""What is keyed of a signature's template: its message, without the type that it may begin with."""

import pytest

from kb.matching.wordings import read_template, wording_error

ERRNO = "[Errno 2] No such file or directory: 'bills/June.html'"
TEMPLATES = [
    ("message alone", "OSError", "Address already in use", "Address already in use"),
    ("type before it", "app.errors.PoolError", "PoolError: no worker is free", "no worker is free"),
    ("code behind the type", "TypeError", "TypeError [ERR_BAD_ARG]: no text given", "no text given"),
    ("code that begins the message", "FileNotFoundError", ERRNO, ERRNO),
    ("other words before a colon", "KeyError", "in orders: 'total'", "in orders: 'total'"),
]


@pytest.mark.parametrize("type, template, message", [row[1:] for row in TEMPLATES], ids=[row[0] for row in TEMPLATES])
def test_message_of_a_template(type: str, template: str, message: str) -> None:
    [wording] = read_template(type, template, written=False)
    assert wording_error(type, wording).message == message
