import pytest
from django.core.management import call_command
from shop.models import Order


@pytest.mark.django_db
def test_an_order_can_carry_a_note():
    Order.objects.create(article="pen", note="as a present")
    assert Order.objects.get().note == "as a present"


@pytest.mark.django_db
def test_every_change_of_the_models_has_a_migration():
    call_command("makemigrations", check=True, dry_run=True)
