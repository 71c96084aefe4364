import pytest
from django.contrib.auth.models import User

pytestmark = pytest.mark.django_db


def test_a_user_is_found_by_name():
    User.objects.create(username="ada")
    assert User.objects.get(username="ada").is_active
