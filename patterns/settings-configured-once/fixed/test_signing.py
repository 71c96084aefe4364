import pytest
from django.core import signing
from django.test import override_settings


def test_a_signed_number_can_be_read():
    assert signing.loads(signing.dumps(17)) == 17


@override_settings(SECRET_KEY="of-this-shop")
def test_a_number_that_another_shop_signed_is_refused():
    with pytest.raises(signing.BadSignature):
        signing.loads(signing.dumps(17, key="of-another-shop"))
