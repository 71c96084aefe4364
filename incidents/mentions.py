"""Which document leads to which: told anew whenever it is asked, so that no link goes stale when one comes or moves."""

import posixpath
import re
from collections.abc import Iterable, Iterator

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q

from incidents.files import SUFFIXES
from incidents.models import Document, Mention, Name, PicturePlace
from incidents.reading.values import Mention as Read
from incidents.uploads import ORIGIN

LONGEST_KEY = 600  # as the tables hold it: PostgreSQL indexes no more than 2,700 bytes
MOST_MENTIONING = 200
MOST_NAMES = 5000  # places come first: only names that a great many documents bear can be left out
CLOSED = re.compile(rf".*!/|{ORIGIN}")


def store_mentions(documents: list[tuple[Document, tuple[Read, ...]]]) -> None:
    """Writes what each document is called and what it mentions, in the place of what was written before."""
    Mention.objects.filter(document__in=[document for document, _ in documents]).delete()
    _store_names([document for document, _ in documents])
    Mention.objects.bulk_create(
        mention for document, mentions in documents for mention in mentions_of(document, mentions)
    )


def mentions_of(document: Document, mentions: Iterable[Read]) -> Iterator[Mention]:
    """What a text of the document mentions, as rows that are not stored: of a text that is still being written."""
    for mention in mentions:
        target = mention.target.replace("\0", "")
        if key := target and key_of(document, target):
            yield Mention(document=document, target=target, key=key, line=mention.line)


def follow_moves(documents: list[Document]) -> None:
    """A document that moved has another place, and its relative links start from there."""
    _store_names(list(Document.objects.filter(pk__in=[document.pk for document in documents])))
    mentions = list(Mention.objects.filter(document__in=documents).select_related("document"))
    for mention in mentions:
        mention.key = key_of(mention.document, mention.target)
    Mention.objects.bulk_update(mentions, ["key"], batch_size=500)


def mentioned(
    document: Document, mentions: Iterable[Mention], user: AbstractBaseUser
) -> dict[str, Document | PicturePlace]:
    """What is there, for somebody, of the mentions of one document, by target. Of several with one name the nearest
    is meant.
    """
    keys = {mention.key for mention in mentions} - {""}
    there = _pictures(document, keys) | _documents(document, keys, user)
    return {mention.target: there[mention.key] for mention in mentions if mention.key in there}


def mentioned_by(document: Document, user: AbstractBaseUser) -> list[Document]:
    """The documents that lead to this one, as far as somebody may see them, by title, without itself."""
    mentions = _seen(Mention, user).filter(key__in=document.names.values("key")).exclude(document=document)
    mentions = list(mentions.select_related("document").order_by("document__title", "document")[:MOST_MENTIONING])
    names = _names({mention.key for mention in mentions}, user)
    found = {
        mention.document_id: mention.document
        for mention in mentions
        if _nearest(mention.document, names.get(mention.key, [])) == document
    }
    return list(found.values())


def key_of(document: Document, target: str) -> str:
    """What a target means from where the document stands; "" if nothing can be there."""
    name = target.removeprefix("[[").removesuffix("]]")
    if name == target:
        key = place_of(document.location, document.path, target)
    elif "/" in name:
        key = place_of(document.location, document.path, f"/{name}" if "." in name else f"/{name}.md")
    else:
        key = name_key(name)
    return key if len(key) <= LONGEST_KEY else ""


def name_key(name: str) -> str:
    """A name as it is looked up: without the ending of documents; the brackets tell it from a place."""
    folded = " ".join(name.casefold().split())
    ending = next((ending for ending in SUFFIXES if folded.endswith(ending)), "")
    return "[[" + folded.removesuffix(ending)


def place_of(location: str, path: str, address: str) -> str:
    """Where a relative address leads to. One with a slash in front starts where the import started.

    Nothing leads out of an archive, a repository or what was sent with a browser.
    """
    inside = (path.partition("/")[2] or path) if address.startswith("/") else posixpath.basename(path)
    start = location.removesuffix(inside)
    container = CLOSED.match(start)
    outside = container[0] if container else ""
    place = posixpath.normpath(posixpath.join(start.removeprefix(outside), address.lstrip("/")))
    return "" if outside and place.startswith("..") else outside + place


def _store_names(documents: list[Document]) -> None:
    Name.objects.filter(document__in=documents).delete()
    Name.objects.bulk_create(
        Name(document=document, key=key, sort=sort)
        for document in documents
        for key, sort in names_of(document)
        if 2 < len(key) <= LONGEST_KEY
    )


def names_of(document: Document) -> Iterator[tuple[str, Name.Sort]]:
    """The keys that lead to the document, each with what it comes from."""
    yield document.location, Name.Sort.PLACE
    names = {}
    own_id = document.fields.get("id")
    file = posixpath.basename(document.path)
    for name, sort in ((document.title, Name.Sort.TITLE), (file, Name.Sort.FILE), (own_id, Name.Sort.ID)):
        if isinstance(name, str):
            names.setdefault(name_key(name), sort)
    yield from names.items()


def _seen(rows: type[models.Model], user: AbstractBaseUser) -> models.QuerySet:
    """The rows of documents that somebody may know of."""
    return rows.objects.exclude(document__in=Document.everything.hidden_from(user))


def _names(keys: Iterable[str], user: AbstractBaseUser) -> dict[str, list[Name]]:
    by_key: dict[str, list[Name]] = {}
    found = _seen(Name, user).filter(key__in=keys).select_related("document")
    found = found.only("key", "sort", "document__title", "document__location").order_by("sort", "document")
    for name in found[:MOST_NAMES]:
        by_key.setdefault(name.key, []).append(name)
    return by_key


def _documents(document: Document, keys: Iterable[str], user: AbstractBaseUser) -> dict[str, Document]:
    return {key: _nearest(document, names) for key, names in _names(keys, user).items()}


def _pictures(document: Document, keys: Iterable[str]) -> dict[str, PicturePlace]:
    places = PicturePlace.objects.filter(Q(location__in=keys) | Q(name__in=keys)).select_related("picture")
    places = sorted(places.defer("picture__content"), key=lambda place: -_shared(document.location, place.location))
    by_name = {place.name: place for place in reversed(places)}
    return by_name | {place.location: place for place in places}


def _nearest(document: Document, names: list[Name]) -> Document | None:
    def distance(name: Name) -> tuple[int, int, int]:
        return -_shared(document.location, name.document.location), name.sort, name.document_id

    return min(names, key=distance).document if names else None


def _shared(one: str, other: str) -> int:
    """How many characters two places begin with in common."""
    return len(posixpath.commonprefix([one, other]))
