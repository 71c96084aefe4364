"""Learning: each finding of a document is filed under an entry, so that many documents become evidence of one thing.

The catalogue is derived: `learn` may run again at any time, for one document or all, and changes nothing that it has
already filed the same way. Signatures are filed by keys, statements by what they say (`kb.filing`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import slugify

from incidents.locking import one_writer
from incidents.models import Document, Finding, FindingLink
from incidents.reading.splitting import find_failures
from incidents.reading.values import Error
from kb.acts import change_of
from kb.filing import STATEMENTS, Refiled, count_again, refile, shortest, standing_entries, wordings_of
from kb.matching.keys import canonical, first_sentence
from kb.matching.versions import keys
from kb.matching.wordings import HOLE
from kb.models import (
    Act,
    CauseFix,
    CauseRule,
    Concern,
    Entry,
    Evidence,
    FixPattern,
    Signature,
    SignatureCause,
    SignaturePattern,
    State,
    Wording,
)
from kb.search.indexing import drop, index_documents, index_entries
from kb.signatures import find_by_error, index

ENTRIES = {"signature": Signature, **STATEMENTS}

# relation → (link model, its field for the source, its field for the target)
LINKS = {
    FindingLink.Relation.CAUSED_BY: (SignatureCause, "signature", "cause"),
    FindingLink.Relation.FIXED_BY: (CauseFix, "cause", "fix"),
    FindingLink.Relation.PREVENTED_BY: (CauseRule, "cause", "rule"),
    FindingLink.Relation.APPLIES: (FixPattern, "fix", "pattern"),
    FindingLink.Relation.SOLVED_BY: (SignaturePattern, "signature", "pattern"),
}


# Whether evidence is said in a document that not everybody may know of.
CLOSED = Q(finding__document__in=Document.everything.closed().values("pk"))


def learn(document: Document) -> None:
    """Files the document's findings under their entries and links the entries as the findings are linked."""
    learn_all([document])


@transaction.atomic
def learn_all(documents: Iterable[Document]) -> None:
    """As `learn`, for some documents at once."""
    one_writer()
    documents = list(documents)
    Evidence.objects.filter(finding__document__in=documents).delete()
    findings = list(Finding.objects.filter(document__in=documents))
    signatures = {finding.pk: _signature_of(finding) for finding in findings if finding.kind == Finding.Kind.SIGNATURE}
    wordings = wordings_of(findings)
    texts = _texts(findings, wordings)
    refiled = refile(texts.keys(), texts)
    _file(findings, signatures, wordings)
    _settle(refiled.moved, documents)
    index_documents(document.pk for document in documents)
    _record_joined(refiled, texts)


@transaction.atomic
def tell_again(document: Document) -> None:
    """Names the entries that a document speaks for once more, after it was opened or closed to others."""
    one_writer()
    _settle((), [document])
    index_documents([document.pk])


@transaction.atomic
def refile_all(wordings: Collection[int]) -> None:
    """Files wordings again, by id, after what keeps them in place has changed, and all that hangs on them."""
    one_writer()
    refiled = refile(wordings, {})
    count_again(Wording.objects.filter(pk__in=wordings))
    _settle({*wordings, *refiled.moved}, ())


def relink(documents: Iterable[int]) -> None:
    """Links the entries of documents, by id, as their findings are linked."""
    documents = set(documents)
    for model, _, _ in LINKS.values():
        model.objects.filter(document__in=documents).delete()
    entry_of = dict(_filed(documents))
    rows = {relation: {} for relation in LINKS}
    links = FindingLink.objects.filter(source__document__in=documents).order_by("pk")
    for link in links.values_list("source__document", "relation", "source", "target", "reason"):
        document, relation, source, target, reason = link
        if source in entry_of and target in entry_of:
            rows[relation].setdefault((document, entry_of[source], entry_of[target]), reason)
    for relation, pairs in rows.items():
        model, source_field, target_field = LINKS[relation]
        model.objects.bulk_create(
            model(document_id=document, reason=reason, **{f"{source_field}_id": source, f"{target_field}_id": target})
            for (document, source, target), reason in pairs.items()
        )


@transaction.atomic
def drop_unfounded() -> int:
    """Removes the suggested entries that no document speaks for any more, and says how many."""
    one_writer()
    drop_unsaid(Wording.objects.filter(evidence=None).values_list("pk", flat=True))
    dropped = 0
    for kind, model in ENTRIES.items():
        unfounded = _unfounded(kind, model)
        dropped += len(unfounded)
        _record(Act.Kind.DROP, [(entry, "No document speaks for it any more.") for entry in unfounded])
        drop(kind, model.objects.filter(pk__in=[entry.pk for entry in unfounded]))
        if model is not Signature:
            _retell(kind, _mistold(kind, model))
    return dropped


def drop_unsaid(wordings: Collection[int]) -> None:
    """Removes those of these wordings, by id, that nobody says any more; those they held together may fall apart."""
    unsaid = Wording.objects.filter(pk__in=list(wordings), evidence=None, feedback=None, pinned=False)
    companions = _companions_of(unsaid)
    unsaid.delete()
    refile_all(companions)


def _texts(findings: Iterable[Finding], wordings: Mapping[int, Wording]) -> dict[int, str]:
    texts: dict[int, str] = {}
    for finding in findings:
        if wording := wordings.get(finding.pk):
            texts[wording.pk] = min(texts.get(wording.pk, finding.text), finding.text, key=shortest)
    return texts


def _file(findings: Iterable[Finding], signatures: Mapping[int, Signature], wordings: Mapping[int, Wording]) -> None:
    """Writes the evidence: each finding under the entry that stands for the one it was filed under."""
    filed = Wording.objects.in_bulk({wording.pk for wording in wordings.values()})
    standing = {
        kind: standing_entries(kind, [wording.entry_id for wording in filed.values() if wording.kind == kind])
        for kind in STATEMENTS
    }
    rows = []
    for finding in findings:
        if finding.pk in signatures:
            rows.append(Evidence(finding=finding, signature=signatures[finding.pk]))
        elif wording := wordings.get(finding.pk):
            entry = standing[finding.kind][filed[wording.pk].entry_id]
            rows.append(Evidence(finding=finding, wording=wording, **{f"{finding.kind}_id": entry}))
    Evidence.objects.bulk_create(rows)


def _settle(wordings: Collection[int], documents: Collection[Document]) -> None:
    """What follows from a filing: links of all documents that it touched, and how their entries are called."""
    touched = set(Evidence.objects.filter(wording__in=wordings).values_list("finding__document", flat=True))
    touched |= {document.pk for document in documents}
    relink(touched)
    _quote_open_documents(Evidence.objects.filter(finding__document__in=touched).exclude(signature=None))
    for kind in STATEMENTS:
        entries = Evidence.objects.filter(finding__document__in=touched).exclude(**{kind: None})
        _retell(kind, set(entries.values_list(kind, flat=True)))


def _retell(kind: str, pks: Collection[int]) -> None:
    """Calls entries that nobody decided on by the shortest sentence of their evidence; a cause is tentative until
    a document states it without doubt. What only closed documents say counts where no other speaks.
    """
    said, closed = defaultdict(list), defaultdict(list)
    rows = Evidence.objects.annotate(closed=CLOSED).filter(**{f"{kind}__in": pks})
    for pk, text, tentative, is_closed in rows.values_list(kind, "finding__text", "finding__tentative", "closed"):
        (closed if is_closed else said)[pk].append((text, tentative))
    said = closed | said
    changed = []
    for entry in STATEMENTS[kind].objects.filter(pk__in=said):
        texts = [text for text, _ in said[entry.pk]]
        is_closed = entry.text not in texts and entry.text in dict(closed[entry.pk])
        text = entry.text if entry.decided and not is_closed else min(texts, key=shortest)
        tentative = all(tentative for _, tentative in said[entry.pk])
        if (text, tentative) != (entry.text, getattr(entry, "tentative", tentative)):
            entry.text, entry.tentative = text, tentative
            changed.append(entry)
    STATEMENTS[kind].objects.bulk_update(changed, ["text", *(["tentative"] if kind == "cause" else [])])
    index_entries(kind, said)


def _quote_open_documents(evidence: QuerySet[Evidence]) -> None:
    """Has signatures among this evidence that quote a closed document quote an open one instead, if there is any."""
    met = set(evidence.annotate(closed=CLOSED).filter(closed=True).values_list("signature", flat=True))
    rows = Evidence.objects.annotate(closed=CLOSED).filter(signature__in=met).order_by("finding")
    said = {pk: {False: [], True: []} for pk in met}
    for pk, text, is_closed in rows.values_list("signature", "finding__text", "closed"):
        said[pk][is_closed].append(text)
    for signature in Signature.objects.filter(pk__in=met).order_by("pk"):
        quoted, closed = said[signature.pk][False], said[signature.pk][True]
        if quoted and signature.example in closed and signature.example not in quoted:
            _quote(signature, quoted[0])


def _quote(signature: Signature, text: str) -> None:
    """What a signature has from its example it has from this text now; what people wrote stays."""
    before, after = columns_of(signature.example), columns_of(text)
    changed = [name for name in after if getattr(signature, name) == before[name]]
    for name in changed:
        setattr(signature, name, after[name])
    signature.save()
    index(signature, written=signature.written or HOLE in signature.template)
    index_entries("signature", [signature.pk])


def _filed(documents: Collection[int]) -> Iterable[tuple[int, int]]:
    rows = Evidence.objects.filter(finding__document__in=documents)
    for finding, *entries in rows.values_list("finding", *(f"{kind}_id" for kind in ENTRIES)):
        yield finding, next(entry for entry in entries if entry)


def _companions_of(wordings) -> set[int]:
    """The other wordings under the same entries: without these they may fall apart."""
    under = Q(pk__in=[])
    for kind in STATEMENTS:
        entries = wordings.filter(kind=kind).values_list(f"{kind}_id", flat=True)
        under |= Q(**{f"{kind}__in": list(entries)})
    return set(Wording.objects.filter(under, pinned=False).exclude(pk__in=wordings).values_list("pk", flat=True))


def _unfounded(kind: str, model: type[Entry]) -> list[Entry]:
    evidence = Exists(Evidence.objects.filter(**{kind: OuterRef("pk")}))
    entries = model.objects.filter(~evidence, state=State.SUGGESTED, decided=False)
    if model is Signature:
        return list(entries.filter(written=False, decisions=None, text_rules=None))
    return list(entries.filter(wordings=None))


def _mistold(kind: str, model: type[Entry]) -> set[int]:
    """The entries that nobody decided on and that are called as no document calls them any more."""
    as_told = Evidence.objects.filter(**{kind: OuterRef("pk")}, finding__text=OuterRef("text"))
    return set(model.objects.filter(~Exists(as_told), decided=False).values_list("pk", flat=True))


def _record_joined(refiled: Refiled, texts: Mapping[int, str]) -> None:
    joined = Wording.objects.filter(pk__in=refiled.joined).select_related(*STATEMENTS)
    _record(
        Act.Kind.FILE,
        [
            (
                getattr(wording, wording.kind),
                f"“{texts.get(wording.pk, wording.form)}” says the same: {refiled.joined[wording.pk]:.0%} alike.",
            )
            for wording in joined
        ],
    )


def _record(kind: Act.Kind, reasons: Iterable[tuple[Entry, str]]) -> None:
    """A row of history for each entry to which something was done by itself."""
    acts = [Act(kind=kind, why=why, changes=[change_of(entry)]) for entry, why in reasons]
    Act.objects.bulk_create(acts)
    Concern.objects.bulk_create(
        Concern(act=act, kind=change["kind"], entry=change["id"]) for act in acts for change in act.changes
    )


def _signature_of(finding: Finding) -> Signature:
    """The signature that stands for the one the finding is filed under."""
    error, _ = error_of(finding.text)
    key = _digest(f"{error.type}: {error.message}")
    found = find_by_error(error) or Signature.objects.filter(key=key).first() or new_signature(finding, key)
    return found.merged_into or found


def new_signature(finding: Finding, key: str) -> Signature:
    """A signature of the error that a finding quotes, in the index."""
    slug = f"{slugify(_words_of(finding.text))[:80].strip('-') or 'signature'}-{key[:6]}"
    signature = Signature.objects.create(key=key, slug=slug, **columns_of(finding.text))
    # Who writes a hole into an error says what varies in it: that is a template, no example.
    index(signature, written=HOLE in finding.text)
    index_entries("signature", [signature.pk])
    return signature


def _words_of(text: str) -> str:
    """The error without the values that vary: an address stays, also where the document with these is closed."""
    error, _ = error_of(text)
    masked = sorted(key.text for key in keys(error) if key.level == "S")
    return max(masked, key=len, default=title_of(error))


def columns_of(text: str) -> dict[str, str]:
    """What a signature has from the text that it quotes."""
    error, language = error_of(text)
    return {
        "title": title_of(error)[:300],
        "exception_type": error.type[:200],
        "template": error.message or error.type,
        "example": text,
        "language": language,
    }


def title_of(error: Error) -> str:
    """The error as people say it: the short name of its type and the message without wrappers and advice."""
    types, message = canonical(error)
    return ": ".join([*types[:1], *([first_sentence(message)] if message else [])])


def error_of(text: str) -> tuple[Error, str]:
    """The error that a signature finding quotes, and its language where it can be told."""
    failures = find_failures(text).failures
    if not failures:
        return Error(type="", message=text.strip(), line=1), ""
    return failures[0].errors[0], failures[0].language


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
