"""A change of a document as pages make it: stored, learnt and indexed in one go, or nothing of it."""

from collections.abc import Callable

from django.db import transaction

from incidents.authors import Author
from incidents.models import Document
from incidents.writing import Attempt, Result, Saved, save
from kb.catalogue import drop_unfounded, learn
from kb.news import news_of


@transaction.atomic
def change_and_learn(document: Document, change: Callable[[], Document], *, by: Author) -> Document:
    """Does `change`, which gives the document as it is then; files what it says by then, and tells who watches."""
    with news_of(document, by=by):
        changed = change()
        learn(changed)
    drop_unfounded()
    return changed


@transaction.atomic
def save_and_learn(document: Document, attempt: Attempt, *, by: Author) -> Saved:
    """As `incidents.writing.save`, with the catalogue as the new text has it."""
    before = _said(document)
    with news_of(document, by=by):
        saved = save(document, attempt, by=by)
        if saved.result in (Result.SAVED, Result.MERGED):
            learn(document)
        # Looking for what nobody says any more costs as much as all the rest.
        if before - _said(document):
            drop_unfounded()
    return saved


def _said(document: Document) -> set[tuple[str, str]]:
    return set(document.findings.values_list("kind", "text"))
