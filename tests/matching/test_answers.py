"""A team keeps its signatures on record; a colleague pastes what the terminal shows."""

import pytest

from incidents.reading.values import Error
from kb import postings
from kb.answers import answer_paste
from kb.models import Posting, Signature, SignatureKey, State
from kb.signatures import find_by_error, index, remove

pytestmark = pytest.mark.django_db

TRACEBACK = """Traceback (most recent call last):
  File "/srv/shop/orders.py", line 12, in total
    cursor.execute(query)
sqlite3.OperationalError: no such table: orders_2026
"""


def record(slug, type_name, template, *, written=True):
    signature = Signature.objects.create(
        key=slug, slug=slug, title=slug, exception_type=type_name, template=template, written=written
    )
    index(signature, written=written)
    return signature


@pytest.fixture
def table():
    return record("no-table", "sqlite3.OperationalError", "sqlite3.OperationalError: no such table: <*>")


def first(text):
    return answer_paste(text).answers[0]


def test_a_traceback_meets_its_signature(table):
    answer = first(TRACEBACK)
    assert answer.verdict == "known"
    assert answer.matches[0].signature == table.pk
    assert answer.matches[0].line == 4


def test_a_signature_from_before_its_wordings_were_stored_is_met_as_well(table):
    Signature.objects.update(wordings="")
    assert first(TRACEBACK).matches[0].signature == table.pk


def test_nothing_on_record(table):
    answer = first("zipfile.BadZipFile: the archive of the printer is torn")
    assert answer.verdict == "unknown"


def test_a_learnt_message_meets_another_telling_of_it():
    learnt = record("relation", "", 'ERROR: relation "wal_01" does not exist', written=False)
    same = first('psycopg2.errors.UndefinedTable: relation "wal_01" does not exist')
    other = first('(psycopg2.errors.UndefinedTable) relation "users" does not exist')
    assert (same.verdict, same.matches[0].signature) == ("known", learnt.pk)
    assert (other.verdict, other.matches[0].level) == ("similar", "M")


def test_a_rejected_signature_is_not_offered(table):
    Signature.objects.update(state=State.REJECTED)
    assert first(TRACEBACK).matches == ()


def test_lines_beside_every_failure_are_read_too(table):
    record("disk", "", "<*>: No space left on device")
    text = f"copy /a /b: No space left on device\n\n{TRACEBACK}"
    found = {match.signature for answer in answer_paste(text).answers for match in answer.matches[:1]}
    assert len(found) == 2


def test_a_paste_takes_few_queries_whatever_it_holds(table, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        answer_paste(TRACEBACK)
    with django_assert_max_num_queries(4):
        answer_paste("\n".join(TRACEBACK.replace("orders_2026", f"t{number}") for number in range(20)))


def test_find_by_error_meets_the_message_without_its_type():
    learnt = record("open", "", "unable to open database file", written=False)
    assert find_by_error(Error("sqlite3.OperationalError", "unable to open database file", 1)) == learnt
    assert find_by_error(Error("", "unable to open another file", 1)) is None


def test_find_by_error_keeps_two_types_apart():
    record("open", "ValueError", "unable to open database file", written=False)
    assert find_by_error(Error("sqlite3.OperationalError", "unable to open database file", 1)) is None


def test_indexing_twice_changes_nothing(table):
    before = list(Posting.objects.order_by("feature").values_list("feature", "frequency")), SignatureKey.objects.count()
    index(table, written=True)
    after = list(Posting.objects.order_by("feature").values_list("feature", "frequency")), SignatureKey.objects.count()
    assert before == after


def test_another_template_leaves_nothing_of_the_old(table):
    table.template = "sqlite3.OperationalError: the printer is on fire"
    table.save()
    index(table, written=True)
    assert first(TRACEBACK).verdict != "known"
    assert first("sqlite3.OperationalError: the printer is on fire").verdict == "known"


def test_a_removed_signature_is_found_no_more(table):
    remove([table])
    assert first(TRACEBACK).matches == ()
    assert not SignatureKey.objects.exists()


def test_a_word_that_too_many_hold_keeps_only_its_count():
    postings.add({number: [5] for number in range(1, postings.CAP + 2)})
    found = postings.look_up([5])
    assert found[5] == (postings.CAP + 1, None)
    assert found[postings.TOTAL][0] == postings.CAP + 1


def test_the_rarest_features_speak_first():
    postings.add({1: [7, 8], 2: [8], 3: [8]})
    assert postings.rarest([7, 8], postings.look_up([7, 8]), limit=2)[0] == 1


def test_of_equally_near_signatures_the_youngest_come_first():
    postings.add({1: [7, 8], 2: [8], 3: [8], 4: [8]})
    found = postings.rarest([7, 8], postings.look_up([7, 8]), limit=3)
    assert found == [1, 4, 3]


def test_a_signature_taken_out_leaves_the_others_in_the_list():
    postings.add({1: [7], 2: [7]})
    postings.remove({1: [7]})
    found = postings.look_up([7])
    assert postings.rarest([7], found, limit=3) == [2]
    assert found[postings.TOTAL][0] == 1
