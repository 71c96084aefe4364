"""What people wrote here, on its way back to the repository that a document is from: a patch for each revision."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import slugify

from incidents.models import Document, Revision
from incidents.packing import safe_path
from incidents.patches import Patch
from incidents.repositories import place_of
from incidents.reviews import UNFINISHED
from incidents.writing import ORIGIN

SOMEBODY = "Errata"


@dataclass(frozen=True)
class Returned:
    """What goes back of one document: to which repository ("" where it never was in one), or why nothing does.

    `patches` are with the ids of their revisions, which say what was written before what.
    """

    document: Document
    repository: str
    patches: tuple[tuple[int, Patch], ...] = ()
    refusal: str = ""


def given_back(documents: QuerySet) -> list[Returned]:
    """What goes back of each of these documents that says something else than its source, or that has none."""
    written = Revision.objects.exclude(origin=Revision.Origin.IMPORT)
    told = map(_returned, documents.filter(pk__in=written.values("document")))
    return [one for one in told if one.patches or one.refusal]


def in_order(returned: Iterable[Returned]) -> list[Patch]:
    """The patches of several documents in the order in which they were written."""
    return [patch for _, patch in sorted((pair for one in returned for pair in one.patches), key=lambda pair: pair[0])]


def _returned(document: Document) -> Returned:
    repository, path = place_of(document.location)
    path = path or safe_path(_path_of_its_own(document))
    base = document.revisions.imported().order_by("-number").first()
    since = document.revisions.filter(number__gt=base.number if base else 0)
    if not since.exists():
        return Returned(document, repository)
    if refusal := _refusal(document, base):
        return Returned(document, repository, refusal=refusal)
    old = bytes(base.content) if base else None
    return Returned(document, repository, tuple(_patches(document, path, old, since.select_related("user"))))


def _refusal(document: Document, base: Revision | None) -> str:
    refusals = (
        (document.state in UNFINISHED, "it is not published"),
        (document.gone, "its file is gone from the source"),
        (base and base.redacted_at, "the text that was imported is redacted, so nobody can tell what changed"),
    )
    return next((reason for holds, reason in refusals if holds), "")


def _patches(
    document: Document, path: str, old: bytes | None, revisions: Iterable[Revision]
) -> Iterator[tuple[int, Patch]]:
    """A patch for each revision that changed something; a redacted one goes with the next."""
    for revision in revisions:
        new = bytes(revision.content)
        if revision.redacted_at or new == old:
            continue
        name = revision.name or _last_name(revision)
        subject = revision.why or f"{'Add' if old is None else 'Change'} {PurePosixPath(path).name}"
        url = settings.SITE_URL + reverse("revision", args=[document.pk, revision.number])
        told = (name, _address(name), revision.created, subject, f"Revision {revision.number} at {url}")
        yield revision.pk, Patch(path, old, new, *told)
        old = new


def _last_name(revision: Revision) -> str:
    """Whose words a merge brought together with the source's."""
    before = revision.document.revisions.filter(number__lt=revision.number).exclude(name="").order_by("-number")
    return before.values_list("name", flat=True).first() or SOMEBODY


def _address(name: str) -> str:
    """An address that nobody has: the real ones do not leave the site. git's `.mailmap` puts them in its place."""
    return f"{slugify(name) or 'somebody'}@noreply.{urlsplit(settings.SITE_URL).hostname}"


def _path_of_its_own(document: Document) -> str:
    """Where a file goes that is from no repository: a new one as it is kept here, another as it is shown."""
    return document.location.removeprefix(ORIGIN) if document.location.startswith(ORIGIN) else document.path
