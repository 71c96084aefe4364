"""The pictures that documents show: taken along with an import, kept once by their bytes, which tell what they are."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from incidents.files import Found, Problem, Source, SourceFile, load
from incidents.mentions import LONGEST_KEY, name_key, place_of
from incidents.models import Document, Mention, Picture, PicturePlace
from incidents.reencoding import NoPicture, reencoded

BATCH = 200
TYPES = (
    (Picture.Type.PNG, re.compile(rb"\x89PNG\r\n\x1a\n")),
    (Picture.Type.JPEG, re.compile(rb"\xff\xd8\xff")),
    (Picture.Type.GIF, re.compile(rb"GIF8[79]a")),
    (Picture.Type.WEBP, re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    (Picture.Type.AVIF, re.compile(rb".{4}ftypavi[fs]", re.DOTALL)),
)
DRAWING = "SVG drawings can hold scripts, so they are not shown: save it as PNG."
NO_PICTURE = "What its bytes hold is no PNG, JPEG, GIF, WebP or AVIF picture."
# Beside each document's own folder, where what is put into it here lies.
FOLDER = "pictures"
NO_LETTERS = re.compile(r"[^\w-]+|_+")
LONGEST_NAME = 60


def store_pictures(sources: Iterable[Source]) -> Iterator[Problem]:
    """Stores each picture that some document shows, and yields why another cannot be stored.

    Comes after the documents of the same sources, whose mentions tell what is shown.
    """
    for source in sources:
        pictures = iter(source.pictures)
        while found := list(islice(pictures, BATCH)):
            yield from _store(_shown(found))


def add_picture(document: Document, name: str, content: bytes) -> str:
    """Keeps a picture that somebody put into a document, beside its file, and gives the address for its text.

    The address ends with a piece of the digest, so that another picture never takes the place of one. Raises NoPicture.
    """
    content, ending = reencoded(content)
    if len(content) > settings.MAX_PICTURE_BYTES:
        raise NoPicture(f"Drawn anew it has {len(content):,} bytes; at most {settings.MAX_PICTURE_BYTES:,} are kept.")
    digest = sha256(content).hexdigest()
    stem = NO_LETTERS.sub("-", posixpath.splitext(name)[0]).strip("-")[:LONGEST_NAME] or "picture"
    address = f"{FOLDER}/{stem}-{digest[:8]}{ending}"
    location = place_of(document.location, document.path, address)
    if not location or len(location) > LONGEST_KEY:
        raise NoPicture("The document lies too deep in its folders for a picture beside it.")
    _keep(SourceFile(location, posixpath.join(posixpath.dirname(document.path), address), content), digest)
    return address


def mentions_of_picture(picture: Picture) -> QuerySet[Mention]:
    """The places in documents that may mean the picture, by its place or by its name."""
    keys = [key for place in picture.places.all() for key in (place.location, place.name)]
    return Mention.objects.filter(key__in=keys)


def was_shown(picture: Picture, documents: QuerySet[Document]) -> bool:
    """Whether some revision of these documents has the name of the picture's file, now or before."""
    names = {posixpath.basename(place.path) for place in picture.places.all()}
    return any(documents.filter(revisions__text__contains=name).exists() for name in names)


def picture_type(content: bytes) -> str:
    """The media type of a picture that browsers show, or "" if it is none."""
    return next((type for type, beginning in TYPES if beginning.match(content)), "")


def _shown(found: Iterable[Found]) -> list[Found]:
    keys = {picture: {picture.location, _name(picture)} for picture in found}
    known = set(Mention.objects.filter(key__in=set().union(*keys.values())).values_list("key", flat=True))
    return [picture for picture, own in keys.items() if own & known and len(picture.location) <= LONGEST_KEY]


def _name(picture: Found | SourceFile) -> str:
    return name_key(posixpath.basename(picture.path))


def _store(pictures: list[Found]) -> Iterator[Problem]:
    stored = dict(_digests(picture.location for picture in pictures))
    for picture in pictures:
        file = _load(picture)
        if isinstance(file, Problem):
            yield file
        elif stored.get(file.location) != (digest := sha256(file.content).hexdigest()):
            _keep(file, digest)


def _load(picture: Found) -> SourceFile | Problem:
    file = load(picture, settings.MAX_PICTURE_BYTES, "MAX_PICTURE_BYTES")
    if isinstance(file, Problem) or picture_type(file.content):
        return file
    return Problem(file.path, 0, DRAWING if file.path.lower().endswith(".svg") else NO_PICTURE)


def _digests(locations: Iterable[str]) -> Iterable[tuple[str, str]]:
    return PicturePlace.objects.filter(location__in=list(locations)).values_list("location", "picture__sha256")


@transaction.atomic
def _keep(file: SourceFile, digest: str) -> None:
    """The picture at its place; one that was there before goes when no other place holds it."""
    values = {"type": picture_type(file.content), "size": len(file.content), "content": file.content}
    picture, _ = Picture.objects.get_or_create(sha256=digest, defaults=values)
    place = {"picture": picture, "path": file.path, "name": _name(file)[:LONGEST_KEY]}
    before = list(PicturePlace.objects.filter(location=file.location).values_list("picture", flat=True))
    PicturePlace.objects.update_or_create(location=file.location, defaults=place)
    Picture.objects.filter(pk__in=before, places=None).delete()
