"""What a document would teach if it were published: it is published and taken back, so that nothing is guessed."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models.expressions import RawSQL

from incidents.locking import one_writer
from incidents.models import Document
from incidents.publishing import take_up
from incidents.reading.values import FINDING_KINDS, ReadDocument
from kb.catalogue import ENTRIES, learn
from kb.curation.queue import Card, cards_of
from kb.visibility import hidden_from


@dataclass(frozen=True)
class Lesson:
    """An entry that the document would speak for; `is_new` if no other did before. A new one is on no page yet."""

    card: Card
    is_new: bool

    @property
    def n_others(self) -> int:
        """How many other documents speak for it."""
        return self.card.n_documents - 1

    @property
    def is_said_so(self) -> bool:
        """Whether the document says it in the words of the entry."""
        return self.card.findings[0].text.startswith(str(self.card.entry))


def foresee(document: Document, told: ReadDocument, user: AbstractBaseUser) -> dict[str, list[Lesson]]:
    """By kind what would be learnt from what was read, as far as somebody may know of it. Nothing is kept.

    What only documents that they may not see have said so far is new to them.
    """
    cards = _published_and_taken_back(document, told, hidden_from(user))
    known = {
        kind: set(
            model.objects.visible_to(user)
            .filter(pk__in=[card.entry.pk for card in cards if card.kind == kind])
            .values_list("pk", flat=True)
        )
        for kind, model in ENTRIES.items()
    }
    lessons = [Lesson(card, card.entry.pk not in known[card.kind]) for card in cards]
    by_kind = {kind: [lesson for lesson in lessons if lesson.card.kind == kind] for kind in FINDING_KINDS}
    return {kind: of_kind for kind, of_kind in by_kind.items() if of_kind}


@transaction.atomic
def _published_and_taken_back(document: Document, told: ReadDocument, hidden: RawSQL | None) -> list[Card]:
    one_writer()
    with transaction.atomic():
        published = Document.objects.get(pk=document.pk)
        learn(take_up(published, told, by=""))
        cards = cards_of(published, hidden)
        transaction.set_rollback(True)
    return cards
