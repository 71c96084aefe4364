"""A layered drawing: what leads to what stands from left to right, what speaks for it underneath."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise, zip_longest
from unicodedata import east_asian_width

MOST_NODES = 40
# Sizes in pixels. Two lines of WORDS_WIDE characters of 12 px fit into a box.
BOX_WIDTH, BOX_HEIGHT = 232, 48
GAP_ACROSS, GAP_DOWN, GAP_BELOW = 64, 14, 44
WORDS_WIDE, LINES = 31, 2
LINE_HEIGHT, FIRST_LINE = 16, 20
# Sweeps that put each node beside what it hangs on: more of them change hardly anything.
SWEEPS = 2


@dataclass(frozen=True)
class Node:
    """Something to be drawn. `layer` counts from the left; a node of `name` is known by that to the style sheet."""

    id: str
    layer: int
    name: str
    label: str
    url: str = field(default="", compare=False)


@dataclass(frozen=True)
class Box:
    """A node in its place: the left upper corner, and its words in lines, each with its place."""

    node: Node
    x: int
    y: int
    lines: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class Path:
    """A line between two boxes, as the `d` of an SVG path."""

    d: str
    name: str


@dataclass(frozen=True)
class Drawing:
    """`boxes` come in the order of reading: layer by layer, each from top to bottom. `left_out` counts by name."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    paths: tuple[Path, ...]
    left_out: Mapping[str, int]


def draw(nodes: Sequence[Node], edges: Iterable[tuple[str, str]], below: Sequence[Node] = ()) -> Drawing:
    """The drawing of at most MOST_NODES nodes, the first of each layer; `edges` are pairs of their ids, from left to
    right. What is `below` stands in rows underneath, with a line to each node that an edge names with it.
    """
    kept = _first_of_each([*nodes, *below])
    columns = _columns([node for node in nodes if node.id in kept])
    drawn = [(source, target) for source, target in edges if source in kept and target in kept]
    columns = _in_order(columns, drawn)
    boxes = _stacked(columns)
    foot = max((box.y + BOX_HEIGHT for box in boxes), default=0)
    boxes += _in_rows([node for node in below if node.id in kept], max(len(columns), 1), foot)
    place = {box.node.id: box for box in boxes}
    under = {node.id for node in below}
    paths = tuple(_path(place[source], place[target], target in under) for source, target in drawn)
    left_out: dict[str, int] = {}
    for node in (*nodes, *below):
        if node.id not in kept:
            left_out[node.name] = left_out.get(node.name, 0) + 1
    return Drawing(
        max((box.x + BOX_WIDTH for box in boxes), default=0),
        max((box.y + BOX_HEIGHT for box in boxes), default=0),
        tuple(boxes),
        paths,
        left_out,
    )


def wrapped(text: str, width: int = WORDS_WIDE, lines: int = LINES) -> tuple[str, ...]:
    """The text in lines of about so many narrow characters, cut with "…" where it is longer."""
    told: list[str] = []
    rest = " ".join(text.split())
    while rest and len(told) < lines:
        fitting = _fitting(rest, width)
        if fitting == len(rest):
            return (*told, rest)
        border = rest.rfind(" ", 0, fitting + 1)
        end = border if border > fitting // 2 and len(told) < lines - 1 else fitting
        told.append(rest[:end])
        rest = rest[end:].lstrip()
    return (*told[:-1], told[-1].rstrip()[: max(0, len(told[-1].rstrip()) - 1)] + "…") if rest else tuple(told)


def _fitting(text: str, width: int) -> int:
    """How many characters of the text are no wider than `width` narrow ones."""
    used = 0.0
    for place, character in enumerate(text):
        used += 2 if east_asian_width(character) in "WF" else 1.3 if character.isupper() else 1
        if used > width:
            return place
    return len(text)


def _first_of_each(nodes: Sequence[Node]) -> set[str]:
    """The ids of the nodes that are drawn: the first of each name in turn, until there are enough."""
    by_name: dict[str, list[str]] = {}
    for node in nodes:
        by_name.setdefault(node.name, []).append(node.id)
    in_turn = [one for one in chain.from_iterable(zip_longest(*by_name.values())) if one]
    return set(in_turn[:MOST_NODES])


def _columns(nodes: Iterable[Node]) -> list[list[Node]]:
    by_layer: dict[int, list[Node]] = {}
    for node in nodes:
        by_layer.setdefault(node.layer, []).append(node)
    return [by_layer[layer] for layer in sorted(by_layer)]


def _in_order(columns: list[list[Node]], edges: Sequence[tuple[str, str]]) -> list[list[Node]]:
    """Each column by where its neighbours stand, so that few lines cross; equals stay in their order."""
    beside: dict[str, list[str]] = {}
    for source, target in edges:
        beside.setdefault(source, []).append(target)
        beside.setdefault(target, []).append(source)
    for _ in range(SWEEPS):
        for sweep in (columns, columns[::-1]):
            for before, column in pairwise(sweep):
                at = {node.id: place for place, node in enumerate(before)}
                column.sort(key=lambda node, at=at: _middle([at[one] for one in beside.get(node.id, ()) if one in at]))
    return columns


def _middle(places: Sequence[int]) -> float:
    """Where these are on average; what hangs on nothing goes last."""
    return sum(places) / len(places) if places else float("inf")


def _stacked(columns: Sequence[Sequence[Node]]) -> list[Box]:
    """Each column centred beside the longest."""
    longest = max(map(len, columns), default=0)
    return [
        _box(
            node,
            number * (BOX_WIDTH + GAP_ACROSS),
            (2 * place + longest - len(column)) * (BOX_HEIGHT + GAP_DOWN) // 2,
        )
        for number, column in enumerate(columns)
        for place, node in enumerate(column)
    ]


def _in_rows(nodes: Sequence[Node], across: int, foot: int) -> list[Box]:
    top = foot + GAP_BELOW if foot else 0
    return [
        _box(node, place % across * (BOX_WIDTH + GAP_ACROSS), top + place // across * (BOX_HEIGHT + GAP_DOWN))
        for place, node in enumerate(nodes)
    ]


def _box(node: Node, x: int, y: int) -> Box:
    told = wrapped(node.label)
    first = FIRST_LINE + (LINES - len(told)) * LINE_HEIGHT // 2
    return Box(node, x, y, tuple((x + 12, y + first + LINE_HEIGHT * line, words) for line, words in enumerate(told)))


def _path(source: Box, target: Box, under: bool) -> Path:
    if under:
        x1, y1, x2, y2 = source.x + BOX_WIDTH // 2, source.y + BOX_HEIGHT, target.x + BOX_WIDTH // 2, target.y
        return Path(f"M{x1} {y1}C{x1} {y1 + GAP_BELOW} {x2} {y2 - GAP_BELOW} {x2} {y2}", "speaks")
    x1, y1, x2, y2 = source.x + BOX_WIDTH, source.y + BOX_HEIGHT // 2, target.x, target.y + BOX_HEIGHT // 2
    half = (x2 - x1) // 2
    return Path(f"M{x1} {y1}C{x1 + half} {y1} {x2 - half} {y2} {x2} {y2}", "leads")
