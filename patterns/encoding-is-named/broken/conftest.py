import locale

import pytest


@pytest.fixture(autouse=True)
def old_locale():
    """As in a container without a UTF-8 locale."""
    usual = locale.setlocale(locale.LC_CTYPE)
    locale.setlocale(locale.LC_CTYPE, "C")
    yield
    locale.setlocale(locale.LC_CTYPE, usual)
