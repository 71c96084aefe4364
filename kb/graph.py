"""What hangs together with an entry or a document, as nodes and edges: a number of questions that never grows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, Value
from django.db.models.expressions import RawSQL

from incidents.models import Document
from kb.catalogue import ENTRIES, LINKS
from kb.drawing.layers import Drawing, Node, draw
from kb.models import Entry, Evidence

LAYERS = {"signature": 0, "cause": 1, "fix": 2, "rule": 3, "pattern": 3}
# No drawing shows more, and of what is not drawn only the number is told.
MOST_FETCHED = 200

Edge = tuple[str, str]
Reached = dict[str, set[int]]


@dataclass(frozen=True)
class Listed:
    """A node with those it leads to, for the list that says the same as the drawing."""

    node: Node
    leads_to: tuple[Node, ...]


@dataclass(frozen=True)
class Graph:
    drawing: Drawing
    listed: tuple[Listed, ...]


def graph_of(entry: Entry, hidden: RawSQL | None) -> Graph:
    """What leads to an entry, and what it leads to, with the documents that speak for these, but for `hidden` ones."""
    reached, edges = _walk(entry, hidden)
    return _drawn(reached, edges, hidden, first=entry)


def graph_of_document(document: Document, hidden: RawSQL | None) -> Graph:
    """What a document says, as it ties it together, and the other documents that say some of it too."""
    reached: Reached = {kind: set() for kind in LAYERS}
    for row in Evidence.objects.filter(finding__document=document).values_list(*_columns()):
        for kind, pk in zip(LAYERS, row, strict=True):
            if pk:
                reached[kind].add(pk)
    return _drawn(reached, _tied_by(document), hidden, but_for=document)


def _walk(entry: Entry, hidden: RawSQL | None) -> tuple[Reached, set[Edge]]:
    """Down the links to fixes, rules and patterns, and up to signatures; never down again from what was found above."""
    kind = entry._meta.model_name
    below = {each: {entry.pk} if each == kind else set() for each in LAYERS}
    above = {each: set(pks) for each, pks in below.items()}
    edges = set()
    for model, source, target in LINKS.values():
        edges |= _edges(model.objects.without(hidden).filter(**{f"{source}__in": below[source]}), source, target, below)
    for model, source, target in reversed(LINKS.values()):
        edges |= _edges(model.objects.without(hidden).filter(**{f"{target}__in": above[target]}), source, target, above)
    return {each: below[each] | above[each] for each in LAYERS}, edges


def _tied_by(document: Document) -> set[Edge]:
    """The links that a document states, of all kinds in one question."""
    rows = [
        model.objects.filter(document=document)
        .order_by()
        .values_list(Value(source), f"{source}_id", Value(target), f"{target}_id")
        for model, source, target in LINKS.values()
    ]
    return {(f"{source}-{one}", f"{target}-{other}") for source, one, target, other in rows[0].union(*rows[1:])}


def _edges(rows, source: str, target: str, reached: Reached) -> set[Edge]:
    pairs = set(rows.values_list(f"{source}_id", f"{target}_id"))
    reached[source] |= {pk for pk, _ in pairs}
    reached[target] |= {pk for _, pk in pairs}
    return {(f"{source}-{one}", f"{target}-{other}") for one, other in pairs}


def _drawn(
    reached: Reached,
    edges: set[Edge],
    hidden: RawSQL | None,
    *,
    first: Entry | None = None,
    but_for: Document | None = None,
) -> Graph:
    nodes = [node for kind in LAYERS for node in _nodes(kind, reached[kind], hidden)]
    linked = {one for edge in edges for one in edge}
    nodes.sort(key=lambda node: (first is None or node.id != _id(first), node.id not in linked))
    speaks = _documents({node.id for node in nodes}, reached, hidden, but_for)
    below = [Node(f"document-{one.pk}", 0, "document", one.title, one.get_absolute_url()) for one in speaks]
    edges = edges | {(entry, f"document-{one.pk}") for one, entries in speaks.items() for entry in entries}
    drawing = draw(nodes, sorted(edges), below)
    return Graph(drawing, tuple(_listed(drawing, edges)))


def _nodes(kind: str, pks: set[int], hidden: RawSQL | None) -> list[Node]:
    """The entries that are shown, those of most documents first."""
    rows = ENTRIES[kind].objects.shown().without(hidden).filter(pk__in=pks).most_met()[:MOST_FETCHED]
    return [Node(_id(entry), LAYERS[kind], kind, str(entry), entry.get_absolute_url()) for entry in rows]


def _documents(
    shown: set[str], reached: Reached, hidden: RawSQL | None, but_for: Document | None
) -> dict[Document, list[str]]:
    """The documents that speak for entries that are shown, those of most of them first, and for which."""
    about = Q(*(Q(**{f"{kind}__in": pks}) for kind, pks in reached.items()), _connector=Q.OR)
    rows = Evidence.objects.without(hidden).filter(about).values_list("finding__document", *_columns())
    pairs = {
        (document, f"{kind}-{pk}")
        for document, *row in rows
        for kind, pk in zip(LAYERS, row, strict=True)
        if pk and f"{kind}-{pk}" in shown and (but_for is None or document != but_for.pk)
    }
    most = [pk for pk, _ in Counter(document for document, _ in sorted(pairs)).most_common(MOST_FETCHED)]
    found = Document.objects.only("title").in_bulk(most)
    return {found[pk]: sorted(entry for document, entry in pairs if document == pk) for pk in most}


def _listed(drawing: Drawing, edges: Iterable[Edge]) -> Iterable[Listed]:
    nodes = {box.node.id: box.node for box in drawing.boxes}
    for box in drawing.boxes:
        targets = sorted(target for source, target in edges if source == box.node.id and target in nodes)
        yield Listed(box.node, tuple(nodes[target] for target in targets))


def _columns() -> list[str]:
    return [f"{kind}_id" for kind in LAYERS]


def _id(entry: Entry) -> str:
    return f"{entry._meta.model_name}-{entry.pk}"
