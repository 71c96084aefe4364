"""Entries as plain values, each with the address of its page, where the evidence stands."""


def plain_signature(request, signature, story):
    return plain_entry(request, signature) | {
        "slug": signature.slug,
        "type": signature.exception_type,
        "template": signature.template,
        "example": signature.example,
        "language": signature.language,
        "causes": [_cause(request, told) for told in story.causes],
        "patterns": [plain_entry(request, pattern) for pattern in story.patterns],
    }


def plain_entry(request, entry):
    return {
        "id": entry.pk,
        "text": str(entry),
        "url": request.build_absolute_uri(entry.get_absolute_url()),
        "state": entry.state,
    }


def plain_evidence(request, evidence):
    """What a document says for an entry: the quote, its lines, and the address of the place."""
    finding = evidence.finding
    return {
        "quote": finding.text,
        "outcome": finding.outcome,
        "document": finding.document.title,
        "lines": [finding.first_line, finding.last_line],
        "url": request.build_absolute_uri(finding.get_absolute_url()),
    }


def _cause(request, told):
    return plain_entry(request, told.cause) | {
        "tentative": told.cause.tentative,
        "documents": told.n_documents,
        "fixes": [_fix(request, fix) for fixes in told.fixes.values() for fix in fixes],
        "rules": [plain_entry(request, rule.rule) for rule in told.rules],
    }


def _fix(request, told):
    return plain_entry(request, told.fix) | {
        "outcome": told.outcome,
        "documents": dict(told.tally),
        "people": {"worked": told.n_yes, "failed": told.n_no},
    }
