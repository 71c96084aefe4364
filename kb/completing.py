"""What a writer may mean by the letters behind `[[`: documents and entries, each with what leads to it in a text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from incidents.mentions import name_key
from incidents.models import Document, Name
from kb.access import visible_entries
from kb.known import link_to
from kb.models import Signature
from kb.search.asking import search
from kb.search.query import read_query
from kb.search.ranked import EngineAway
from kb.search.scope import visible_to

NUMBER = re.compile(r"\s*E-?(?P<pk>\d{1,15})\s*", re.IGNORECASE | re.ASCII)
# In double brackets these end a name or make it a path.
NO_NAME = re.compile(r"[\[\]|#/\n]")
LONGEST_NAME = 200


@dataclass(frozen=True)
class Named:
    """`what` it is in a word, and the Markdown that leads to it."""

    title: str
    what: str
    markdown: str


def names_like(text: str, user, most: int) -> list[Named]:
    """What fits the letters best that `user` may see; without letters the documents that were changed last."""
    if found := NUMBER.fullmatch(text):
        rows = visible_entries(user, Signature).filter(pk=found["pk"])
    elif text.strip():
        rows = _found(text, user, most)
    else:
        rows = Document.objects.visible_to(user).order_by("-updated", "-pk")[:most]
    rows = list(rows)
    shared = _shared([row for row in rows if isinstance(row, Document)], user)
    return [_document(row, shared) if isinstance(row, Document) else _entry(row) for row in rows]


def _found(text: str, user, most: int) -> list:
    """Nothing while a search server is away: then names are typed as they are."""
    try:
        hits = search(read_query(text, {}), per_page=most, visible=visible_to(user)).hits
    except EngineAway:
        return []
    return [hit.found for hit in hits]


def _shared(documents: Iterable[Document], user) -> set[str]:
    """The names that more than one document answers to."""
    keys = {name_key(document.title) for document in documents}
    names = Name.objects.filter(key__in=keys, document__in=Document.objects.visible_to(user))
    counted = names.values("key").annotate(n=Count("document", distinct=True)).order_by()
    return {row["key"] for row in counted if row["n"] > 1}


def _document(document: Document, shared: set[str]) -> Named:
    title = document.title
    is_name = len(title) <= LONGEST_NAME and not NO_NAME.search(title) and name_key(title) not in shared
    words = " ".join(re.sub(r"[\[\]]", " ", title).split())
    markdown = f"[[{title}]]" if is_name else f"[{words}]({document.get_absolute_url()})"
    return Named(title, document.get_kind_display(), markdown)


def _entry(entry) -> Named:
    if isinstance(entry, Signature):
        return Named(entry.title, f"signature E-{entry.pk}", f"[[{entry.slug}]]")
    return Named(entry.text, entry._meta.verbose_name, link_to(entry))
