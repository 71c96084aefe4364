import pytest
from django.conf import settings
from django.core import signing


def test_a_signed_number_can_be_read():
    settings.configure(SECRET_KEY="for-tests")
    assert signing.loads(signing.dumps(17)) == 17


def test_a_number_that_another_shop_signed_is_refused():
    settings.configure(SECRET_KEY="of-this-shop")
    with pytest.raises(signing.BadSignature):
        signing.loads(signing.dumps(17, key="of-another-shop"))
