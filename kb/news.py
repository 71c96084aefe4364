"""What happened that somebody may want to hear of: each page that does something has it told here, once and to few."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from incidents.authors import Author
from incidents.identity import CHANGED, MERGED, NEW
from incidents.models import Document, ImportRun, Tag
from incidents.people import accounts_called
from incidents.reading.labels import tags_of
from incidents.reading.values import FINDING_KINDS
from incidents.reviews import UNFINISHED
from kb.acts import Act
from kb.mentioning import MOST_NAMES, names_in
from kb.models import Cause, Evidence, Fix, Pattern, Rule, Signature
from kb.visibility import hidden_from
from kb.watching import TAG, Notice, Watch, tell, thing_of, thing_of_tag

WATCHED, MENTION = Notice.Kind.WATCHED, Notice.Kind.MENTION
MODELS = {"signature": Signature, "cause": Cause, "fix": Fix, "rule": Rule, "pattern": Pattern}
IMPORT = "an import"
# As acts keep the names of entries.
LONGEST_NAME = 120


@dataclass(frozen=True)
class Told:
    """What a document says to those who wait for it: `entries` only of those that somebody watches."""

    revision: int
    names: frozenset[str]
    tags: frozenset[str]
    entries: frozenset[str]


@contextmanager
def news_of(document: Document, *, by: Author) -> Iterator[None]:
    """Tells what the block changes of a document: a revision, names, tags and evidence that were not there before."""
    before = _told(document)
    yield
    after = _told(document)
    found = Document.objects.filter(pk=document.pk).first()
    if found is None:
        return
    url = found.get_absolute_url()
    if after.revision > before.revision:
        tell(WATCHED, thing_of(found), by=by, text=f"{found.title}: revision {after.revision}", url=url, document=found)
    mention(found, after.names - before.names, by=by, text=found.title, url=url)
    for tag in sorted(after.tags - before.tags):
        tell(WATCHED, tag, by=by, text=f"{tag.removeprefix(TAG)}: {found.title}", url=url, document=found)
    _tell_of_evidence(dict.fromkeys(after.entries - before.entries, found), by)


def mention(document: Document, names: Iterable[str], *, by: Author, text: str, url: str) -> list:
    """Tells the accounts of these `names` that a text about the document calls upon them; gives the accounts back."""
    named = _accounts(names)
    if named:
        tell(MENTION, thing_of(document), by=by, text=text, url=url, to=named, document=document)
    return named


def news_of_act(act: Act) -> None:
    """Tells those who watch an entry what somebody decided about it."""
    things = {f"{change['kind']}-{change['id']}": change["name"] for change in act.changes}
    watched = set(Watch.objects.filter(thing__in=things).values_list("thing", flat=True)) if act.name else ()
    for thing, entry in entries_by_thing(watched).items():
        text = f"{act.get_kind_display()}: {things[thing]}"
        tell(WATCHED, thing, by=act.user or act.name, text=text, url=entry.get_absolute_url(), entry=entry)


def news_of_import(run: ImportRun) -> None:
    """Tells what a whole import changed: one notice for each thing that is watched, however many files it was."""
    files = run.files.filter(result__in=(NEW, CHANGED, MERGED)).values("document")
    documents = Document.objects.filter(pk__in=files)
    watched = [int(thing.partition("-")[2]) for thing in _watched("document-")]
    for document in documents.filter(pk__in=watched):
        url, text = document.get_absolute_url(), f"{document.title}: imported anew"
        tell(WATCHED, thing_of(document), by=IMPORT, text=text, url=url, document=document)
    fresh = documents.filter(pk__in=run.files.filter(result=NEW).values("document")).exclude(state__in=UNFINISHED)
    fresh = fresh.filter(visibility=Document.Visibility.OPEN)
    _tell_of_tags(fresh)
    _tell_of_evidence(_spoken_for(fresh), IMPORT)


def still_told(notices: Iterable[Notice], user) -> list[Notice]:
    """Those about documents and entries that somebody may see by now.

    A document that was closed takes its words with it: an entry that others say too has another name from then on.
    """
    notices = list(notices)
    about = {one.document_id for one in notices}
    seen = {None, *Document.objects.visible_to(user).filter(pk__in=about).values_list("pk", flat=True)}
    told = [one for one in notices if one.document_id in seen]
    hidden = hidden_from(user)
    if hidden is None:
        return told
    entries = entries_by_thing({one.thing for one in told}, hidden)
    return [one for one in told if _says_what_is_known(one, entries)]


def entries_by_thing(things: Iterable[str], hidden=None) -> dict:
    """The entries that watches name, by what they are called there, but for those that only hidden documents say."""
    pks = defaultdict(set)
    for thing in things:
        kind, _, number = thing.partition("-")
        if kind in MODELS and number.isdecimal():
            pks[kind].add(int(number))
    found = [MODELS[kind].objects.without(hidden).filter(pk__in=numbers) for kind, numbers in pks.items()]
    return {thing_of(entry): entry for of_kind in found for entry in of_kind}


def _says_what_is_known(notice, entries):
    """Whether a notice is about no entry, or calls one by the name that it has for who reads it."""
    if notice.thing.partition("-")[0] not in MODELS:
        return True
    return notice.thing in entries and str(entries[notice.thing])[:LONGEST_NAME] in notice.text


def _told(document):
    found = Document.objects.filter(pk=document.pk).first()
    newest = found and found.revisions.order_by("-number").values_list("number", "text").first()
    if not newest:
        return Told(0, frozenset(), frozenset(), frozenset())
    number, text = newest
    if found.state in UNFINISHED:
        return Told(number, names_in(text), frozenset(), frozenset())
    one = Document.objects.filter(pk=found.pk)
    tags = frozenset(map(thing_of_tag, tags_of(found.fields)))
    return Told(number, names_in(text), tags, frozenset(_spoken_for(one)))


def _accounts(names):
    names = list(names)[:MOST_NAMES]
    return list(accounts_called(names)) if names else []


def _watched(start):
    return Watch.objects.filter(thing__startswith=start).values_list("thing", flat=True).distinct()


def _spoken_for(documents):
    """{entry that somebody watches: one of the documents that speak for it}, each as it is called in a watch."""
    watched = entries_by_thing(Watch.objects.exclude(thing__startswith=TAG).values_list("thing", flat=True).distinct())
    if not watched:
        return {}
    of_these = Q()
    for kind in FINDING_KINDS:
        of_these |= Q(**{f"{kind}__in": [entry.pk for entry in watched.values() if entry._meta.model_name == kind]})
    told = Evidence.objects.filter(of_these, finding__document__in=documents).select_related("finding__document")
    return {
        f"{kind}-{pk}": piece.finding.document
        for piece in told
        for kind in FINDING_KINDS
        if (pk := getattr(piece, f"{kind}_id"))
    }


def _tell_of_evidence(spoken, by):
    for thing, entry in entries_by_thing(spoken).items():
        document = spoken[thing]
        text = f"{document.title} speaks for: {entry}"
        tell(WATCHED, thing, by=by, text=text, url=entry.get_absolute_url(), document=document)


def _tell_of_tags(documents):
    watched = [thing.removeprefix(TAG) for thing in _watched(TAG)]
    tags = Tag.objects.filter(document__in=documents, name__in=watched).select_related("document").order_by("document")
    tagged = defaultdict(list)
    for tag in tags:
        tagged[tag.name].append(tag.document)
    for name, (first, *others) in tagged.items():
        text = f"{name}: {first}" + (f" and {len(others)} more" if others else "")
        url = f"{reverse('documents')}?{urlencode({'tag': name})}"
        tell(WATCHED, thing_of_tag(name), by=IMPORT, text=text, url=url, document=first)
