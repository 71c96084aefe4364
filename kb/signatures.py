"""Signatures in the index of the matcher: their keys and postings are written here, and only here."""

from array import array
from collections.abc import Iterable, Sequence

from django.db import transaction

from incidents.reading.values import Error
from kb import postings
from kb.matching.keys import canonical, key_hash
from kb.matching.provenance import library_of, phase_of, tool_of
from kb.matching.values import Key
from kb.matching.versions import CURRENT, VERSIONS, keys
from kb.matching.wordings import features_of, read_template, read_wordings, stored, wording_error
from kb.models import Signature, SignatureKey
from kb.rows import write_rows

# What a signature keeps of its wordings' keys: places come and go, so they say nothing about it.
KEPT_LEVELS = ("S", "M", "C", "X")
INDEXED = (
    f"UPDATE {Signature._meta.db_table} SET written = %s, features = %s, wordings = %s,"
    " library = %s, tool = %s, phase = %s WHERE id = %s"
)
DERIVED = ("written", "features", "wordings", "library", "tool", "phase", "pk")
# A key that people decided on is there already, and stays theirs.
KEYED = (
    f"INSERT INTO {SignatureKey._meta.db_table} (signature_id, level, algorithm, hash, text, origin)"
    f" VALUES (%s, %s, %s, %s, %s, '{SignatureKey.Origin.IMPORT.value}') ON CONFLICT DO NOTHING"
)


def find_by_error(error: Error) -> Signature | None:
    """The signature on record for exactly this error, or None.

    A key with the type comes before one without; the latter counts only if no two different types stand against each
    other, so that a message told without its type still meets the same message with it.
    """
    wanted = [key for key in keys(error) if key.level == "S"]
    rows = SignatureKey.objects.filter(algorithm=CURRENT, level="S", hash__in=[key_hash(key) for key in wanted])
    rows = rows.select_related("signature").order_by("-signature_id")
    rejected = {row.signature_id for row in rows if row.origin == SignatureKey.Origin.REJECTED}
    found = {row.text: row.signature for row in rows if row.signature_id not in rejected}
    typed = sorted((key for key in wanted if key.text in found), key=lambda key: key.text == canonical(error)[1])
    return next((found[key.text] for key in typed if _compatible(found[key.text], error)), None)


def index(signature: Signature, *, written: bool) -> None:
    """Writes the signature's keys and postings anew; a written template may say "known" of what fits it."""
    index_all([signature], written=written)


@transaction.atomic
def index_all(signatures: Sequence[Signature], *, written: bool) -> None:
    """As `index`, for many at once."""
    remove(signatures)
    for signature in signatures:
        signature.written = written
        wordings = read_wordings(signature.exception_type, signature.template, signature.learnt, written=written)
        signature.features = array("q", features_of(wordings)).tobytes()
        signature.wordings = stored(wordings)
        name_provenance(signature)
    write_rows(INDEXED, ([getattr(one, column) for column in DERIVED] for one in signatures))
    for version in VERSIONS:
        _create_keys(signatures, version)
    postings.add({signature.pk: array("q", signature.features) for signature in signatures})


def name_provenance(signature: Signature) -> None:
    """Says where it comes from, by what it looks like."""
    text = f"{signature.example}\n{signature.template}"
    signature.library = library_of(signature.exception_type)[:60]
    signature.tool, signature.phase = tool_of(text), phase_of(text)


@transaction.atomic
def add_keys(signatures: Iterable[Signature], version: str) -> None:
    """Writes the keys of `version` anew beside those of the others, for signatures that are in the index."""
    indexed = [signature for signature in signatures if signature.features]
    SignatureKey.objects.filter(signature__in=indexed, algorithm=version, origin=SignatureKey.Origin.IMPORT).delete()
    _create_keys(indexed, version)


@transaction.atomic
def remove(signatures: Iterable[Signature]) -> None:
    """Takes signatures out of the index. Keys that people decided on stay."""
    indexed = {signature.pk: array("q", bytes(signature.features)) for signature in signatures if signature.features}
    if not indexed:
        return
    postings.remove(indexed)
    SignatureKey.objects.filter(signature__in=indexed, origin=SignatureKey.Origin.IMPORT).delete()


def _create_keys(signatures: Iterable[Signature], version: str) -> None:
    rows = ((signature.pk, key) for signature in signatures for key in _keys_of(signature, version))
    write_rows(KEYED, ((pk, key.level, version, key_hash(key), key.text) for pk, key in rows))


def _keys_of(signature: Signature, version: str) -> list[Key]:
    wordings = read_template(signature.exception_type, signature.template, written=signature.written)
    errors = [wording_error(signature.exception_type, wording) for wording in wordings]
    found = {key for error in errors for key in VERSIONS[version](error) if key.level in KEPT_LEVELS}
    found |= {Key("T", wording.text) for wording in wordings if signature.written}
    return sorted(found, key=lambda key: (key.level, key.text))


def _compatible(signature: Signature, error: Error) -> bool:
    ours = canonical(Error(signature.exception_type, signature.template, 1))[0]
    theirs = canonical(error)[0]
    return not ours or not theirs or bool(set(ours) & set(theirs))
