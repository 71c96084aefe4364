"""What people do to the revisions that are there: name one, bring one back, take the text out of one for ever."""

from django.db import transaction
from django.utils import timezone

from incidents.authors import Author, author
from incidents.locking import one_writer
from incidents.models import Comment, Conflict, Document, Draft, Event, Revision
from incidents.revising import revise


class Refused(Exception):
    """It cannot be done to this revision; the message is one sentence for people."""


@transaction.atomic
def mark(revision: Revision, name: str, *, by: Author) -> None:
    """Gives the revision a name, or takes it away with ""; that too is a row of the document's history."""
    if name == revision.mark:
        return
    revision.mark = name
    revision.save(update_fields=["mark"])
    Event.objects.create(
        document=revision.document, kind=Event.Kind.MARKED, revision=revision.number, why=name, **author(by)
    )


def bring_back(revision: Revision, *, by: Author, base: int) -> Document:
    """Stores the text of an older revision as the next one. `base` and Outdated as for `revise`."""
    if revision.redacted_at:
        raise Refused(f"The text of revision {revision.number} was redacted: there is nothing to restore.")
    if revision.sha256 == revision.document.latest.sha256:
        raise Refused(f"The newest revision says the same as revision {revision.number}.")
    why = f"Restored revision {revision.number}"
    return revise(revision.document, bytes(revision.content), by=by, why=why, base=base)


@transaction.atomic
def redact(revision: Revision, *, by: Author, why: str) -> list[int]:
    """Takes the text out of a revision, and out of those of the document that hold the very same; gives their numbers.

    Number, author, time and the digest of the bytes stay: by the digest the same file is known again and brings nothing
    back. What quotes the text goes with it: drafts that started from it, quotes of comments, conflicts of these bytes.
    """
    one_writer()
    document = Document.everything.select_for_update().get(pk=revision.document_id)
    newest = document.latest
    if revision.redacted_at:
        raise Refused(f"Revision {revision.number} is redacted already.")
    if revision.sha256 == newest.sha256:
        raise Refused("The document still says this: write a new revision without it first, then redact this one.")
    alike = document.revisions.filter(sha256=revision.sha256, redacted_at=None)
    numbers = list(alike.values_list("number", flat=True))
    who = author(by)
    alike.update(content=b"", text="", redacted_at=timezone.now(), redacted_by=who["name"], redacted_why=why)
    Event.objects.bulk_create(
        Event(document=document, kind=Event.Kind.REDACTED, revision=number, why=why, **who) for number in numbers
    )
    Draft.objects.filter(document=document, base__in=numbers).delete()
    Comment.objects.filter(document=document, revision__in=numbers).update(quote="")
    Conflict.objects.filter(document=document, sha256=revision.sha256).update(content=b"")
    return numbers
