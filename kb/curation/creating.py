"""A signature that a person writes, out of an error that nothing on record is known as."""

from collections.abc import Mapping
from hashlib import sha256

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from incidents.locking import one_writer
from incidents.reading.redacting import redact
from kb import decisions
from kb.catalogue import error_of, title_of
from kb.curation.deciding import decide
from kb.matching.templates import template_words
from kb.matching.wordings import PLACEHOLDER
from kb.matching.words import read_words, says_something
from kb.models import Act, Signature, State
from kb.signatures import find_by_error, index


def propose(text: str) -> dict[str, str]:
    """What a signature of the error in a text would be: `<*>` for each value in it, to be looked over by a person."""
    error, _ = error_of(redact(text))
    return {
        "title": title_of(error),
        "exception_type": error.type,
        "template": " ".join(template_words(error.message)),
        "example": redact(text).strip(),
    }


@transaction.atomic
def create(columns: Mapping[str, str], *, by: AbstractBaseUser | str, why: str = "") -> Act:
    """A confirmed signature of the `title`, `exception_type` and `template` in `columns`, by which their `example` is
    known from now on. Of no text a secret is kept.

    ValidationError if the error is on record already, if it says too little to be met again, or if the template fits
    anything. Undone, it is shown no more.
    """
    one_writer()
    told = {name: redact(text).strip() for name, text in columns.items()}
    error, language = error_of(told["example"])
    key = sha256(f"written {told['exception_type']}: {told['template']}".encode()).hexdigest()
    _refuse(told["template"], find_by_error(error) or Signature.objects.filter(key=key).first())
    # Until the act below says otherwise nobody has said that it is one: that is what an undo goes back to.
    row = Signature.objects.create(
        key=key,
        slug=f"{slugify(told['title'])[:80].strip('-') or 'signature'}-{key[:6]}",
        language=language,
        state=State.REJECTED,
        written=True,
        **told,
    )
    decision = decisions.confirm(row, error, by=by, why=why)
    row.refresh_from_db()
    act = decide(Act.Kind.CREATE, [(row, {"state": State.CONFIRMED.value})], by, why, decisions=[decision.pk])
    index(row, written=True)
    return act


def _refuse(template: str, known: Signature | None) -> None:
    if known:
        raise ValidationError(f"This error is on record already: {known.title}")
    if not any(map(says_something, read_words(PLACEHOLDER.sub(" ", template)))):
        raise ValidationError("Such a template fits anything: leave the words in it that tell the error.")
