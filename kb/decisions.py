"""What people decide about errors: this signature or not, as rows that bind until somebody takes them back.

What a signature gains by decisions is derived from the rows that stand: taking one back leaves nothing of it behind.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from incidents.authors import author
from incidents.reading.redacting import redact
from incidents.reading.values import Error
from kb.acts import change_of
from kb.matching.keys import MAX_MESSAGE, canonical, key_hash
from kb.matching.templates import LITERAL_WORDS, generalise, template_words
from kb.matching.values import Key
from kb.matching.versions import CURRENT, VERSIONS
from kb.matching.wordings import PLACEHOLDER
from kb.matching.words import read_words, says_something
from kb.models import Act, Concern, Decision, Signature, SignatureKey
from kb.news import news_of_act
from kb.signatures import index

Origin = SignatureKey.Origin
Verdict = Decision.Verdict
TOLD_AS = {Verdict.CONFIRMED: Act.Kind.KNOWN, Verdict.REJECTED: Act.Kind.UNLIKE}
DECIDED = (Origin.EXAMPLE, Origin.REJECTED)


def confirm(signature: Signature, error: Error, *, by: AbstractBaseUser | str, why: str = "") -> Decision:
    """ "Yes, this is it": from now on the same error is known as `signature`, and so is what two examples agree in.

    Said again it changes nothing. `signature` is read anew from the database.
    ValidationError if the error says too little to be met again, or was rejected for this signature.
    """
    return _decide(signature, error, Decision(verdict=Verdict.CONFIRMED, why=why, **author(by)))


def reject(signature: Signature, error: Error, *, by: AbstractBaseUser | str, why: str = "") -> Decision:
    """ "Not this": `signature` is not offered any more for this error, nor for one that differs in its values only.

    An error that stands on the signature's record by its own strict key is still offered. Errors as for `confirm`.
    """
    return _decide(signature, error, Decision(verdict=Verdict.REJECTED, why=why, **author(by)))


@transaction.atomic
def undo(decision: Decision, *, by: AbstractBaseUser | str) -> None:
    """Takes a decision back; the signature is as if it had never been made. Done twice it changes nothing."""
    signature = _locked(decision.signature)
    decision.refresh_from_db()
    if decision.undone_at:
        return
    decision.undone_at = timezone.now()
    decision.undone_by = author(by)["name"]
    decision.save(update_fields=["undone_at", "undone_by"])
    acts = Act.objects.about(signature).filter(kind__in=TOLD_AS.values())
    told = [act for act in acts if act.changes[0]["moved"]["decision"] == decision.pk]
    if told:
        _tell(decision, Act.Kind.UNDO, undoes=told[0], **author(by))
    derive(signature)


def rejected_by(signatures: Iterable[int], told: set[Key]) -> dict[int, str]:
    """Of these signatures those rejected for an error with one of these keys: by whom and when, as half a sentence."""
    rows = Decision.objects.standing().filter(signature__in=signatures, verdict=Verdict.REJECTED)
    return {
        row.signature_id: f"rejected here by {row.name} on {date_format(row.made_at, 'j F Y')}"
        for row in rows.order_by("made_at")
        if told.intersection(_keys_of(row, CURRENT))
    }


def standing_on(signature: Signature, error: Error) -> Decision | None:
    """The decision that stands on whether this error is the signature, or None."""
    about = _strictest(_decided_keys(_redacted(error), Verdict.CONFIRMED, CURRENT))
    return next((row for row in signature.decisions.standing() if _about(row) == about), None) if about else None


@transaction.atomic
def _decide(signature: Signature, error: Error, decision: Decision) -> Decision:
    _locked(signature)
    error = _redacted(error)
    decided = _decided_keys(error, decision.verdict, CURRENT)
    if not decided:
        raise ValidationError("This error says too little to be recognised again.")
    about = _strictest(decided)
    standing = standing_on(signature, error)
    if standing and standing.verdict == decision.verdict:
        return standing
    if standing:
        when = date_format(standing.made_at, "j F Y")
        raise ValidationError(f"{standing.name} {standing.verdict} this on {when}: undo that first.")
    decision.signature, decision.algorithm, decision.error = signature, CURRENT, key_hash(about)
    decision.exception_type, decision.example = error.type[:200], error.message
    decision.keys = [{"level": key.level, "hash": key_hash(key), "text": key.text} for key in decided]
    decision.save()
    _tell(decision, TOLD_AS[decision.verdict], why=decision.why, user=decision.user, name=decision.name)
    derive(signature)
    return decision


def _tell(decision: Decision, kind: Act.Kind, **columns: object) -> None:
    """Enters a decision, or its undoing, in the history of the signature."""
    change = change_of(decision.signature, after={"example": decision.example[:500]})
    act = Act.objects.create(kind=kind, changes=[change | {"moved": {"decision": decision.pk}}], **columns)
    Concern.objects.create(act=act, kind="signature", entry=decision.signature_id)
    news_of_act(act)


def _redacted(error: Error) -> Error:
    return replace(error, message=redact(error.message)[:MAX_MESSAGE])


def _locked(signature: Signature) -> Signature:
    signature.refresh_from_db(from_queryset=Signature.objects.select_for_update())
    return signature


def _decided_keys(error: Error, verdict: str, version: str) -> list[Key]:
    """All strict and medium keys of a confirmed error; of a rejected one the fullest of each, so that no more is lost.

    None at all if it has no strict one.
    """
    found = [key for key in VERSIONS[version](error) if key.level in "SM"]
    if not any(key.level == "S" for key in found):
        return []
    if verdict == Verdict.CONFIRMED:
        return found
    fullest = {key.level: key for key in sorted(found, key=lambda key: len(key.text))}
    return [fullest[level] for level in "SM" if level in fullest]


def _about(decision: Decision) -> Key | None:
    return _strictest(_keys_of(decision, CURRENT))


def _strictest(decided: Iterable[Key]) -> Key | None:
    return max((key for key in decided if key.level == "S"), key=lambda key: (len(key.text), key.text), default=None)


def derive(signature: Signature) -> None:
    """Writes what the standing decisions teach: keys of examples, wordings that these agree in, and the index."""
    standing = list(signature.decisions.standing().order_by("pk"))
    signature.keys.filter(algorithm__in=VERSIONS, origin__in=DECIDED).delete()
    SignatureKey.objects.bulk_create(
        [row for version in VERSIONS for row in _key_rows(signature, standing, version)],
        update_conflicts=True,
        unique_fields=["algorithm", "level", "hash", "signature"],
        update_fields=["origin"],
    )
    confirmed = [row for row in standing if row.verdict == Verdict.CONFIRMED]
    signature.learnt = "\n".join(
        _wordings(canonical(Error(row.exception_type, row.example, 1))[1] for row in confirmed)
    )
    signature.save(update_fields=["learnt", "updated"])
    index(signature, written=signature.written)


def _key_rows(signature: Signature, standing: Sequence[Decision], version: str) -> list[SignatureKey]:
    """A strict key that is both stays rejected, a medium one stays confirmed. What a person wrote is not touched."""
    rejected = (row for row in standing if row.verdict == Verdict.REJECTED)
    origins = {key: Origin.REJECTED for row in rejected for key in _keys_of(row, version)}
    confirmed = {key for row in standing if row.verdict == Verdict.CONFIRMED for key in _keys_of(row, version)}
    origins |= {key: Origin.EXAMPLE for key in confirmed if key.level == "M" or key not in origins}
    written = set(signature.keys.filter(algorithm=version, origin=Origin.MANUAL).values_list("level", "text"))
    return [
        SignatureKey(
            signature=signature,
            level=key.level,
            algorithm=version,
            hash=key_hash(key),
            text=key.text,
            origin=origin,
        )
        for key, origin in origins.items()
        if (key.level, key.text) not in written
    ]


def _keys_of(decision: Decision, version: str) -> set[Key]:
    """As they were decided on; under another version the keys that its example has there."""
    if decision.algorithm == version:
        return {Key(key["level"], key["text"]) for key in decision.keys}
    return set(_decided_keys(Error(decision.exception_type, decision.example, 1), decision.verdict, version))


def _wordings(messages: Iterable[str]) -> list[str]:
    """What two and more messages of one length agree in, with `<*>` where they differ, if that says something."""
    alike: dict[int, set[str]] = defaultdict(set)
    for message in messages:
        alike[len(template_words(message))].add(message)
    wordings = [generalise(sorted(group)) for _, group in sorted(alike.items()) if len(group) > 1]
    return [wording for wording in wordings if sum(map(says_something, _literal(wording))) >= LITERAL_WORDS]


def _literal(wording: str) -> tuple[str, ...]:
    return read_words(PLACEHOLDER.sub(" ", wording))
