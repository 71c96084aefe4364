"""The whole site as files: every table that holds what people wrote or decided, and what was learnt, by name."""

from collections.abc import Iterator

from django.contrib.auth import get_user_model

from incidents import facts
from incidents.facts import Table, files_of, member, placed_pictures, revision_column
from incidents.models import Document, Picture
from incidents.packing import Entry, Member, Names
from incidents.people import role_of
from incidents.tables import line_of, people_in
from kb.models import (
    Act,
    Cause,
    CauseFix,
    CauseRule,
    Concern,
    Decision,
    Evidence,
    Feedback,
    Fix,
    FixPattern,
    KeptPaste,
    Likeness,
    Meeting,
    Pattern,
    PatternLibrary,
    PatternSuite,
    PatternSymptom,
    Posting,
    Rule,
    Signature,
    SignatureCause,
    SignatureKey,
    SignaturePattern,
    TellingWord,
    TextRule,
    VerdictCount,
    Watch,
    Wording,
)

PEOPLE = f"{facts.FOLDER}/people.jsonl"
CATALOGUE = (
    Table("signatures", Signature),
    Table("causes", Cause),
    Table("fixes", Fix),
    Table("rules", Rule),
    Table("patterns", Pattern),
    Table("wordings", Wording),
    Table("telling-words", TellingWord),
    Table("likenesses", Likeness),
    Table("evidence", Evidence),
    Table("signature-causes", SignatureCause),
    Table("cause-fixes", CauseFix),
    Table("cause-rules", CauseRule),
    Table("fix-patterns", FixPattern),
    Table("signature-patterns", SignaturePattern),
    Table("signature-keys", SignatureKey),
    Table("postings", Posting),
    Table("decisions", Decision),
    Table("text-rules", TextRule),
    Table("acts", Act),
    Table("concerns", Concern),
    Table("feedback", Feedback),
    Table("suites", PatternSuite),
    Table("symptoms", PatternSymptom),
    Table("libraries", PatternLibrary),
    Table("pastes", KeptPaste),
    Table("meetings", Meeting),
    Table("verdicts", VerdictCount),
    Table("watches", Watch),
)
TABLES = (*facts.TOLD, *facts.KEPT, *CATALOGUE)


def whole_site(names: Names, entries: list[Entry]) -> Iterator[Member]:
    """All files beside the documents of an export that brings everything back."""
    pictures = placed_pictures(Picture.objects.all(), names)
    columns = {
        "revisions": revision_column(files_of(entries)),
        "pictures": lambda picture: {"file": pictures[picture.pk]},
    }
    yield Member(PEOPLE, (line_of(told) for told in _people()))
    for table in TABLES:
        yield member(table, table.rows, columns)
    for pk, path in pictures.items():
        yield Member(path, [bytes(Picture.objects.get(pk=pk).content)])


def is_empty() -> bool:
    """Whether a site holds nothing yet: no document, also no deleted one, no entry, and no decision."""
    return not Document.everything.exists() and not any(
        model.objects.exists() for model in (Signature, Cause, Fix, Rule, Pattern, Act)
    )


def _people() -> Iterator[dict[str, str]]:
    """The accounts that something here names: no password and no address goes out."""
    named = people_in(table.rows for table in TABLES)
    for user in get_user_model().objects.filter(pk__in=named).select_related("member").order_by("username"):
        names = {"first_name": user.first_name, "last_name": user.last_name}
        yield {"username": user.username, **names, "role": role_of(user)}
