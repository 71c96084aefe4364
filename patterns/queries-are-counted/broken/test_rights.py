import pytest
from rights import list_rights


@pytest.mark.django_db
def test_rights_are_listed_with_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list_rights()[0] == "permission: add_permission"
