"""A signature out of an error that nothing on record is known as: by a person, in the history, to be undone."""

import pytest
from django.core.exceptions import ValidationError

from kb.answers import answer_paste
from kb.curation.creating import create, propose
from kb.curation.undoing import undo
from kb.models import Act, Signature

pytestmark = pytest.mark.django_db

ERROR = "acme.TariffError: zone 17 of harbour 'Cuxhaven' has no table"
ANOTHER = "acme.TariffError: zone 4 of harbour 'Emden' has no table"


def verdict(text):
    answers = answer_paste(text).answers
    return [(answer.verdict, [match.signature for match in answer.matches[:1]]) for answer in answers]


def test_what_is_a_value_beyond_doubt_is_proposed_as_a_hole():
    assert propose(ERROR) == {
        "title": "TariffError: zone 17 of harbour 'Cuxhaven' has no table",
        "exception_type": "acme.TariffError",
        "template": "zone <*> of harbour 'Cuxhaven' has no table",
        "example": ERROR,
    }


def test_what_fits_the_template_is_known_from_now_on():
    create(propose(ERROR) | {"template": "zone <*> of harbour <*> has no table"}, by="Ann")
    row = Signature.objects.get()
    assert row.state == "confirmed"
    assert verdict(ANOTHER) == [("known", [row.pk])]


def test_it_is_one_row_of_history_with_its_reason():
    create(propose(ERROR), by="Ann", why="Met on every Monday")
    act = Act.objects.about(Signature.objects.get()).get(kind="create")
    assert (act.name, act.why, act.changes[0]["after"]) == ("Ann", "Met on every Monday", {"state": "confirmed"})


def test_undone_it_is_shown_and_matched_no_more():
    undo(create(propose(ERROR), by="Ann"), by="Ben")
    assert not Signature.objects.shown().exists()
    assert "known" not in [name for name, _ in verdict(ERROR)]


def test_what_is_on_record_is_not_created_twice():
    create(propose(ERROR), by="Ann")
    with pytest.raises(ValidationError, match="on record already: TariffError"):
        create(propose(ERROR), by="Ben")


@pytest.mark.parametrize("template", ["<*>", "<*> <*> 7", "'<*>'"])
def test_a_template_that_fits_anything_is_refused(template):
    with pytest.raises(ValidationError, match="fits anything"):
        create(propose(ERROR) | {"template": template}, by="Ann")
    assert not Signature.objects.exists()


def test_an_error_that_says_nothing_is_refused_and_nothing_stays():
    with pytest.raises(ValidationError):
        create(propose("exit code 1") | {"title": "Exit"}, by="Ann")
    assert (Signature.objects.count(), Act.objects.count()) == (0, 0)


def test_no_secret_is_kept():
    text = "acme.LoginError: the broker refused amqp://queue:hunter2secret@mq.local/jobs at zone 3"
    create(propose(text), by="Ann")
    assert "hunter2secret" not in str(Signature.objects.values_list()[0])
