"""A layered drawing: nodes and edges in, each in its place out, nothing over anything else."""

from itertools import combinations

import pytest

from kb.drawing.layers import BOX_HEIGHT, BOX_WIDTH, MOST_NODES, Node, draw, wrapped


def node(name, layer=0, kind="fix"):
    return Node(name, layer, kind, f"The {name}", f"/{name}/")


LOCK, ORDER, SORT, WAIT = node("lock", 0, "signature"), node("order", 1, "cause"), node("sort", 2), node("wait", 2)
LOG = node("log", 0, "document")
EDGES = [("lock", "order"), ("order", "sort"), ("order", "wait"), ("sort", "log")]


def test_what_leads_stands_left_of_what_it_leads_to():
    drawn = draw([LOCK, ORDER, SORT, WAIT], EDGES)
    x = {box.node.id: box.x for box in drawn.boxes}
    assert x["lock"] < x["order"] < x["sort"] == x["wait"]


def test_boxes_are_read_from_left_to_right_and_documents_last():
    drawn = draw([WAIT, ORDER, LOCK], EDGES, [LOG])
    assert [box.node.id for box in drawn.boxes] == ["lock", "order", "wait", "log"]


def test_documents_stand_underneath_with_a_line_to_what_they_say():
    drawn = draw([LOCK, ORDER, SORT], EDGES, [LOG])
    *above, log = drawn.boxes
    assert log.y >= max(box.y + BOX_HEIGHT for box in above)
    assert [path.name for path in drawn.paths] == ["leads", "leads", "speaks"]


def test_neighbours_stand_beside_each_other_so_that_lines_do_not_cross():
    nodes = [node("a"), node("b"), node("y", 1), node("x", 1)]
    drawn = draw(nodes, [("a", "x"), ("b", "y")])
    assert [box.node.id for box in drawn.boxes] == ["a", "b", "x", "y"]


def test_an_empty_layer_takes_no_room():
    assert draw([LOCK, node("test", 3, "pattern")], []).width < 2.5 * BOX_WIDTH


def test_nothing_stands_on_anything_else():
    many = [node(f"{kind}{n}", layer, kind) for layer, kind in enumerate(("cause", "fix", "rule")) for n in range(9)]
    boxes = draw(many, [], [node(f"log{n}", 0, "document") for n in range(9)]).boxes
    touching = [
        (one.node.id, other.node.id)
        for one, other in combinations(boxes, 2)
        if abs(one.x - other.x) < BOX_WIDTH and abs(one.y - other.y) < BOX_HEIGHT
    ]
    assert touching == []


def test_no_more_than_forty_are_drawn_and_each_kind_has_its_part():
    crowd = [node(f"fix{n}", 2) for n in range(100)]
    drawn = draw([LOCK, ORDER, *crowd], [], [node(f"log{n}", 0, "document") for n in range(50)])
    names = [box.node.name for box in drawn.boxes]
    assert len(names) == MOST_NODES
    assert (names.count("signature"), names.count("cause"), names.count("fix")) == (1, 1, 19)
    assert drawn.left_out == {"fix": 81, "document": 31}


def test_a_line_to_what_is_not_drawn_is_not_drawn():
    crowd = [node(f"fix{n}", 2) for n in range(60)]
    assert len(draw([ORDER, *crowd], [("order", one.id) for one in crowd]).paths) == MOST_NODES - 1


def test_nothing_is_an_empty_drawing():
    assert draw([], []).boxes == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Short", ("Short",)),
        ("Two workers take the rows in different order", ("Two workers take the rows in", "different order")),
        ("x" * 40, ("x" * 31, "x" * 9)),
        ("one two " * 20, ("one two one two one two one two", "one two one two one two one tw…")),
        ("作業者が行を異なる順序で取得するため", ("作業者が行を異なる順序で取得す", "るため")),
        ("A  b\n c", ("A b c",)),
        ("", ()),
    ],
)
def test_words_are_broken_into_two_lines(text, lines):
    assert wrapped(text) == lines
