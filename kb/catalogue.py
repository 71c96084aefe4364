"""Learning: each finding of a document is filed under an entry, so that many documents become evidence of one thing.

The catalogue is derived: `learn` may run again at any time, for one document or all, and changes nothing that it has
already filed the same way.
"""

import re
from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.text import slugify

from incidents.models import Document, Finding, FindingLink
from incidents.reading.splitting import find_failures
from incidents.reading.values import Error
from kb.matching.keys import canonical, first_sentence
from kb.models import (
    Cause,
    CauseFix,
    CauseRule,
    Evidence,
    Fix,
    FixPattern,
    Pattern,
    Rule,
    Signature,
    SignatureCause,
    SignaturePattern,
    State,
)
from kb.signatures import find_by_error, index

STATEMENTS = {"cause": Cause, "fix": Fix, "rule": Rule, "pattern": Pattern}
ENTRIES = {"signature": Signature, **STATEMENTS}

# relation → (link model, its field for the source, its field for the target)
LINKS = {
    FindingLink.Relation.CAUSED_BY: (SignatureCause, "signature", "cause"),
    FindingLink.Relation.FIXED_BY: (CauseFix, "cause", "fix"),
    FindingLink.Relation.PREVENTED_BY: (CauseRule, "cause", "rule"),
    FindingLink.Relation.APPLIES: (FixPattern, "fix", "pattern"),
    FindingLink.Relation.SOLVED_BY: (SignaturePattern, "signature", "pattern"),
}

# Words that change no statement's meaning: "the test suite was failing" and "test suite failing" are one wording.
FILLERS = frozenset(re.findall(r"\w+", "a an the this that these those is are was were be to of in on for and with by"))
WORD = re.compile(r"[\w./:@-]*\w")


@transaction.atomic
def learn(document: Document) -> None:
    """Files the document's findings under their entries and links the entries as the findings are linked."""
    forget(document)
    findings = list(document.findings.all())
    filed = _file_signatures(findings) | _file_statements(findings)
    Evidence.objects.bulk_create(Evidence(finding=finding, **{finding.kind: filed[finding.pk]}) for finding in findings)
    _link(document, filed)
    _weigh_causes(entry for entry in filed.values() if isinstance(entry, Cause))


def forget(document: Document) -> None:
    """Takes back what the document is evidence of. Entries stay: another document may yet speak for them."""
    Evidence.objects.filter(finding__document=document).delete()
    for model, _, _ in LINKS.values():
        model.objects.filter(document=document).delete()


def drop_unfounded() -> int:
    """Removes the suggested entries that no document speaks for any more, and says how many."""
    dropped = 0
    for kind, model in ENTRIES.items():
        unfounded = model.objects.filter(
            ~Exists(Evidence.objects.filter(**{kind: OuterRef("pk")})), state=State.SUGGESTED
        )
        if model is Signature:
            unfounded = unfounded.filter(written=False, decisions=None, text_rules=None)
        dropped += unfounded.delete()[1].get(model._meta.label, 0)
    return dropped


def wording(text: str) -> str:
    """The statement without case, punctuation and filler words: what two ways of saying the same have in common."""
    return " ".join(word for word in WORD.findall(text.lower()) if word not in FILLERS)


def _file_statements(findings: list[Finding]) -> dict[int, Cause | Fix | Rule | Pattern]:
    filed = {}
    for kind, model in STATEMENTS.items():
        keys = {finding: _digest(wording(finding.text)) for finding in findings if finding.kind == kind}
        entries = model.objects.in_bulk(keys.values(), field_name="key")
        new = {key: model(key=key, text=finding.text) for finding, key in keys.items() if key not in entries}
        entries |= {entry.key: entry for entry in model.objects.bulk_create(new.values())}
        filed |= {finding.pk: entries[key] for finding, key in keys.items()}
    return filed


def _file_signatures(findings: list[Finding]) -> dict[int, Signature]:
    return {finding.pk: _signature_of(finding) for finding in findings if finding.kind == Finding.Kind.SIGNATURE}


def _signature_of(finding: Finding) -> Signature:
    error, language = _error_of(finding.text)
    if found := find_by_error(error):
        return found
    key = _digest(f"{error.type}: {error.message}")
    title = _title(error)
    signature, created = Signature.objects.get_or_create(
        key=key,
        defaults={
            "slug": f"{slugify(title)[:80].strip('-') or 'signature'}-{key[:6]}",
            "title": title[:300],
            "exception_type": error.type[:200],
            "template": error.message or error.type,
            "example": finding.text,
            "language": language,
        },
    )
    if created:
        index(signature, written=False)
    return signature


def _title(error: Error) -> str:
    """The error as people say it: the short name of its type and the message without wrappers and advice."""
    types, message = canonical(error)
    return ": ".join([*types[:1], *([first_sentence(message)] if message else [])])


def _error_of(text: str) -> tuple[Error, str]:
    """The error that a signature finding quotes, and its language where it can be told."""
    failures = find_failures(text).failures
    if not failures:
        return Error(type="", message=text.strip(), line=1), ""
    return failures[0].errors[0], failures[0].language


def _link(document: Document, filed: dict[int, object]) -> None:
    rows = {relation: {} for relation in LINKS}
    for link in FindingLink.objects.filter(source__document=document).order_by("pk"):
        source, target = filed[link.source_id], filed[link.target_id]
        rows[link.relation].setdefault((source.pk, target.pk), link.reason)
    for relation, pairs in rows.items():
        model, source_field, target_field = LINKS[relation]
        model.objects.bulk_create(
            model(document=document, reason=reason, **{f"{source_field}_id": source, f"{target_field}_id": target})
            for (source, target), reason in pairs.items()
        )


def _weigh_causes(causes: Iterable[Cause]) -> None:
    """A cause is tentative as long as no document states it without doubt."""
    doubted = ~Exists(Evidence.objects.filter(cause=OuterRef("pk"), finding__tentative=False))
    of_these = Cause.objects.filter(pk__in=[cause.pk for cause in causes])
    of_these.update(tentative=doubted)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
