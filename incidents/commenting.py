"""What people say about lines of a document: said, answered, settled, and taken over where it is another text.

A comment stays about the revision that was seen; where its lines stand by now is worked out when it is shown.
"""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from incidents.anchoring import Place, Span, places
from incidents.authors import Author, author
from incidents.editable import brought_back, editable, typed
from incidents.exporting import ReadOnly
from incidents.locking import one_writer
from incidents.models import Document, Revision
from incidents.reading.encodings import NotText
from incidents.reviews import Comment
from incidents.revising import revise

LONGEST_QUOTE = 4000
NOTHING_SAID = "Write what you have to say, or change the text of the lines."
CHANGED_SINCE = "These lines have changed since this was suggested: take it over by hand, in the editor."
BY_HAND = "This file has line ends of several kinds: take the suggestion over by hand, in the editor."


def comment(
    revision: Revision, text: str, *, by: Author, lines: Span | None = None, suggestion: str | None = None
) -> Comment:
    """Says something about lines of a revision, or about the whole document.

    `suggestion` is another text for the lines; one that says the same as they do is none.
    """
    stood = _lines_of(revision, lines) if lines else ""
    suggestion = typed(suggestion).removesuffix("\n") if suggestion is not None and lines else None
    if suggestion == stood:
        suggestion = None
    if not text.strip() and suggestion is None:
        raise ValidationError(NOTHING_SAID)
    first, last = lines or (None, None)
    return Comment.objects.create(
        document_id=revision.document_id,
        text=text.strip(),
        suggestion=suggestion,
        revision=revision.number,
        first_line=first,
        last_line=last,
        quote=stood[:LONGEST_QUOTE],
        **author(by),
    )


def answer(said: Comment, text: str, *, by: Author) -> Comment:
    """An answer to a comment; to answer an answer is to answer what it answers."""
    if not text.strip():
        raise ValidationError("Write what you have to say.")
    first = said.parent or said
    return Comment.objects.create(
        document_id=first.document_id, parent=first, text=text.strip(), revision=first.revision, **author(by)
    )


def resolve(said: Comment, *, by: Author) -> None:
    """What is settled already stays settled by who did it."""
    settled = {"resolved_at": timezone.now(), "resolved_by": author(by)["name"]}
    Comment.objects.open().filter(pk=said.pk).update(**settled)


def reopen(said: Comment) -> None:
    Comment.objects.filter(pk=said.pk).update(resolved_at=None, resolved_by="")


@transaction.atomic
def apply(said: Comment, *, by: Author) -> Document:
    """Makes the suggestion the text of its lines, as the next revision, and settles the comment.

    Refused with a sentence if the lines do not stand any more as they did.
    """
    one_writer()
    said.refresh_from_db(from_queryset=Comment.objects.select_for_update())
    if said.suggestion is None or said.applied_in:
        raise ValidationError("There is nothing to take over here.")
    document, newest = said.document, said.document.latest
    try:
        content = brought_back(bytes(newest.content), _with_suggestion(said, newest))
        revise(document, content, by=by, why=f"Suggested by {said.name}.", base=newest.number)
    except (ReadOnly, NotText) as error:
        raise ValidationError(str(error)) from error
    settled = {"resolved_at": timezone.now(), "resolved_by": author(by)["name"], "applied_in": newest.number + 1}
    Comment.objects.filter(pk=said.pk).update(**settled)
    return document


def located(document: Document, comments: Collection[Comment]) -> dict[int, Place]:
    """Where the lines of each comment stand in the newest text, by the comment's id; each revision is compared once."""
    about = [said for said in comments if said.first_line]
    if not about:
        return {}
    texts = _texts(document, {said.revision for said in about})
    newest = texts[max(texts)]
    found: dict[int, Place] = {}
    for number in {said.revision for said in about}:
        together = [said for said in about if said.revision == number]
        spans = [(said.first_line, said.last_line) for said in together]
        now = places(texts[number], newest, spans)
        found |= {said.pk: place for said, place in zip(together, now, strict=True)}
    return found


def _texts(document: Document, numbers: Collection[int]) -> dict[int, str]:
    """The texts of these revisions and of the newest one, by number."""
    newest = document.revisions.order_by("-number").values("number")[:1]
    wanted = document.revisions.filter(number__in=numbers) | document.revisions.filter(number__in=newest)
    return dict(wanted.values_list("number", "text"))


def _lines_of(revision: Revision, lines: Span) -> str:
    text = revision.text.split("\n")
    first, last = lines
    if not 1 <= first <= last <= len(text):
        raise ValidationError(f"Revision {revision.number} has the lines 1 to {len(text)}.")
    return "\n".join(text[first - 1 : last])


def _with_suggestion(said: Comment, newest: Revision) -> str:
    """The newest text, as the editor has it, with the suggestion in place of its lines."""
    seen = said.document.revisions.get(number=said.revision)
    (place,) = places(seen.text, newest.text, [(said.first_line, said.last_line)])
    lines = editable(bytes(newest.content)).split("\n")
    if len(lines) != newest.text.count("\n") + 1:
        raise ValidationError(BY_HAND)
    if not place.lines or _lines_of(newest, place.lines) != _lines_of(seen, (said.first_line, said.last_line)):
        raise ValidationError(CHANGED_SINCE)
    first, last = place.lines
    lines[first - 1 : last] = said.suggestion.split("\n") if said.suggestion else []
    return "\n".join(lines)
