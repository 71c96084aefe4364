import pytest
from shop.models import Order


@pytest.mark.django_db
def test_an_order_can_carry_a_note():
    Order.objects.create(article="pen", note="as a present")
    assert Order.objects.get().note == "as a present"
