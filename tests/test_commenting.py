"""Comments stay beside their lines, and a suggestion is taken over as it was meant or not at all."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from incidents.anchoring import Place
from incidents.commenting import NOTHING_SAID, answer, apply, comment, located, reopen, resolve
from incidents.models import Comment
from incidents.revising import revise

REPORT = "# Orders down\n\n## Root Cause\n\n1. The pool ran dry.\n\n## Prevention\n\n- Watch the pool.\n"
ABOVE = REPORT.replace("## Root Cause", "At 10:42.\n\n## Root Cause")


@pytest.fixture
def report(write, ann):
    return write(REPORT, ann)


def text(document):
    return bytes(document.latest.content).decode()


def suggest(document, suggestion, lines=(5, 5)):
    return comment(document.latest, "", by="Ben", lines=lines, suggestion=suggestion)


def test_a_comment_keeps_what_it_is_about(report):
    said = comment(report.latest, " Which pool? ", by="Ben", lines=(5, 5))
    assert (said.name, said.text, said.revision, said.quote) == ("Ben", "Which pool?", 1, "1. The pool ran dry.")


def test_a_comment_follows_its_lines(report, ann):
    said = comment(report.latest, "Which pool?", by="Ben", lines=(5, 5))
    revise(report, ABOVE.encode(), by=ann)
    later = comment(report.latest, "When?", by="Ben", lines=(3, 3))
    assert located(report, [said, later]) == {said.pk: Place((7, 7)), later.pk: Place((3, 3))}


def test_where_comments_stand_takes_one_query(report, ann, django_assert_num_queries):
    said = [comment(report.latest, "Which pool?", by="Ben", lines=(5, 5))]
    with django_assert_num_queries(1):
        located(report, said)
    for edit in (ABOVE, ABOVE + "More.\n"):
        said.append(comment(revise(report, edit.encode(), by=ann).latest, "Hm.", by="Ben", lines=(1, 1)))
    with django_assert_num_queries(1):
        located(report, said)


def test_an_answer_to_an_answer_stands_below_the_first(report):
    said = comment(report.latest, "Which pool?", by="Ben", lines=(5, 5))
    second = answer(answer(said, "The first.", by="Ann"), "I see.", by="Ben")
    assert (second.parent, second.first_line) == (said, None)


REFUSED = {
    "nothing": ({"text": " "}, NOTHING_SAID),
    "the same text": ({"text": "", "lines": (5, 5), "suggestion": "1. The pool ran dry.\r\n"}, NOTHING_SAID),
    "lines that are not there": ({"text": "Hm.", "lines": (9, 40)}, "the lines 1 to 10"),
    "lines from zero": ({"text": "Hm.", "lines": (0, 2)}, "the lines 1 to 10"),
    "a suggestion for no lines": ({"text": "", "suggestion": "x"}, NOTHING_SAID),
}


@pytest.mark.parametrize("said, sentence", REFUSED.values(), ids=REFUSED)
def test_what_says_nothing_is_refused(report, said, sentence):
    with pytest.raises(ValidationError, match=sentence):
        comment(report.latest, by="Ben", **said)


def test_settled_and_open_again(report):
    said = comment(report.latest, "Which pool?", by="Ben")
    resolve(said, by="Ann")
    resolve(said, by="Cleo")
    assert Comment.objects.get().resolved_by == "Ann"
    reopen(said)
    assert list(Comment.objects.open()) == [said]


SUGGESTED = {
    "other words": ((5, 5), "1. The pool of ten ran dry.", REPORT.replace("pool ran", "pool of ten ran")),
    "more lines": (
        (9, 9),
        "- Watch it.\r\n- Raise it.",
        REPORT.replace("- Watch the pool.", "- Watch it.\n- Raise it."),
    ),
    "no lines": ((7, 9), "", REPORT.partition("## Prevention")[0]),
    "the last line": ((10, 10), "Done.", REPORT + "Done."),
}


@pytest.mark.parametrize("lines, suggestion, now", SUGGESTED.values(), ids=SUGGESTED)
def test_a_suggestion_is_taken_over(report, ann, lines, suggestion, now):
    apply(suggest(report, suggestion, lines), by=ann)
    assert text(report) == now
    assert (report.latest.name, report.latest.why) == ("ann", "Suggested by Ben.")


def test_a_suggestion_that_is_taken_over_is_settled(report, ann):
    apply(suggest(report, "1. The pool of ten ran dry."), by=ann)
    said = Comment.objects.get()
    assert (said.applied_in, said.resolved_by) == (2, "ann")
    with pytest.raises(ValidationError, match="nothing to take over"):
        apply(said, by=ann)


def test_a_suggestion_is_taken_over_where_its_lines_stand_now(report, ann):
    said = suggest(report, "1. The pool of ten ran dry.")
    revise(report, ABOVE.encode(), by=ann)
    apply(said, by=ann)
    assert text(report) == ABOVE.replace("pool ran", "pool of ten ran")


@pytest.mark.parametrize("edit", [REPORT.replace("ran dry", "is dry"), REPORT.replace("1. The pool ran dry.\n", "")])
def test_lines_that_have_changed_since_keep_what_they_became(report, ann, edit):
    said = suggest(report, "1. The pool of ten ran dry.")
    revise(report, edit.encode(), by=ann)
    with pytest.raises(ValidationError, match="have changed since"):
        apply(said, by=ann)
    assert text(report) == edit
    assert not Comment.objects.get().resolved_at


def test_line_ends_and_damaged_letters_elsewhere_stay_as_they_are(report, ann):
    content = "# Orders down\r\n\r\nCafÃ© closed.\r\n\r\nThe pool ran dry.\r\n".encode()
    revise(report, content, by=ann)
    apply(suggest(report, "The pool of ten ran dry."), by=ann)
    assert bytes(report.latest.content) == content.replace(b"pool ran", b"pool of ten ran")


def test_what_has_no_place_in_the_encoding_is_refused(report, ann):
    revise(report, "# Café\n\nx\n\nThe pool – ran dry.\n".encode("cp1252"), by=ann)
    with pytest.raises(ValidationError, match="cannot be written in the file's encoding"):
        apply(suggest(report, "→"), by=ann)


def test_a_comment_on_lines_of_a_redacted_revision_stands_nowhere(report, ann):
    said = comment(report.latest, "Which pool?", by="Ben", lines=(5, 5))
    revise(report, ABOVE.encode(), by=ann)
    report.revisions.filter(number=1).update(text="", content=b"")
    assert located(report, [said]) == {said.pk: Place(None)}


@pytest.mark.django_db(transaction=True)
def test_comments_arrive_while_the_document_is_revised(shared_database, report, ann):
    seen, start = report.latest, Barrier(2)

    def talk():
        start.wait()
        for number in range(10):
            comment(seen, f"Comment {number}.", by="Ben", lines=(5, 5))
        connection.close()

    def write():
        start.wait()
        for number in range(10):
            revise(report, f"Edit {number}.\n{REPORT}".encode(), by="Ann")
        connection.close()

    threads = [Thread(target=one) for one in (talk, write)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert report.revisions.count() == 11
    assert set(located(report, list(Comment.objects.all())).values()) == {Place((6, 6))}
