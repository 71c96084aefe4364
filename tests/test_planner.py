"""After a large import PostgreSQL's planner knows how large the tables are, whether or not anything else tells it."""

import pytest
from django.db import connection

from incidents.models import Document, ImportRun
from kb.import_runs import MANY, settle

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def known_size():
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [Document._meta.db_table])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("n", "is_told"), [(MANY, True), (MANY - 1, False)])
def test_the_planner_is_told_of_many_new_documents(n, is_told):
    before = known_size()
    Document.objects.bulk_create(Document(location=f"/d/{number}", path="d.md", title="D") for number in range(n))
    settle(ImportRun.objects.create(counts={"new": n}))
    assert (known_size() != before) is is_told
