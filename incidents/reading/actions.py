"""What a team set itself to do: the action items of a document, by the heading or the table that they stand under.

An action is promised, a step is not. Under "Action items" everything listed is one; under "Next steps" only what names
somebody or a day, or, in a report of a failure, has a box to tick. Elsewhere, and in plans (PRPs), whose checklists say
how something is built, an action must say more.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from incidents.reading.action_words import DONE_BESIDE, Words, day_in, is_done, owner_in, read_label, read_words
from incidents.reading.blocks import Block
from incidents.reading.inline import CHECKBOX, plain, strip_lead
from incidents.reading.values import Action
from incidents.reading.vocabulary.actions import (
    ACTION,
    ACTION_COLUMNS,
    ACTION_HEADINGS,
    ADVISED,
    DUE,
    OWNER,
    PROMISED,
    STATUS,
    TASK,
)
from incidents.reading.vocabulary.names import CAUSE, EVIDENCE, HEADINGS, SIGNATURE, SYMPTOM
from incidents.reading.vocabulary.phrases import IGNORED, meaning_of

PLANS = ("prp",)
REPORTS = ("incident", "solution")
LONGEST_GROUP = 5
# A heading below that leads away from what is to be done.
LEAVES = (CAUSE, EVIDENCE, SIGNATURE, SYMPTOM)
LONGEST_TEXT = 1000


@dataclass(frozen=True)
class Place:
    """Where a block stands: the headings above it, how much they promise, and whether they say that all is done."""

    kind: str
    section: tuple[str, ...] = ()
    promise: str = ""
    done: bool = False

    def takes(self, words: Words) -> bool:
        """Whether what was said there is an action."""
        named = bool(words.owner or words.due)
        if self.promise == PROMISED and self.kind not in PLANS:
            return True
        if self.promise:
            return named or (self.promise == ADVISED and self.kind in REPORTS and words.checkbox)
        return words.checkbox and bool(words.owner and words.due)


@dataclass(frozen=True)
class Said:
    """One candidate on its way: its words and its lines."""

    words: Words
    lines: tuple[int, int]


def read_actions(blocks: Sequence[Block], kind: str = "other") -> tuple[Action, ...]:
    """The actions among the top-level `blocks` of a document of this `kind`, in the order of the text."""
    actions = []
    for place, heading, body in _sections(blocks, kind):
        said = _of_heading(place, heading, body) or _of_blocks(place, body)
        actions += [_action(one, place) for one in said if one.words.is_an_action]
    return tuple(actions)


def _action(said: Said, place: Place) -> Action:
    words = said.words
    return Action(
        words.text[:LONGEST_TEXT], said.lines, words.owner, words.due, words.done or place.done, place.section
    )


def _sections(blocks: Sequence[Block], kind: str) -> Iterator[tuple[Place, Block | None, Sequence[Block]]]:
    """Each heading with what stands right below it; the title of the document promises nothing."""
    places = [(0, Place(kind))]
    starts = [number for number, block in enumerate(blocks) if block.kind == "heading"]
    yield places[0][1], None, blocks[: starts[0] if starts else None]
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=False):
        heading = blocks[start]
        while places[-1][0] >= heading.level:
            places.pop()
        is_title = heading.level == 1 and start == starts[0]
        places.append((heading.level, _below(places[-1][1], heading, is_title=is_title)))
        yield places[-1][1], heading, blocks[start + 1 : end]


def _below(place: Place, heading: Block, *, is_title: bool) -> Place:
    words = plain(strip_lead(heading.text))
    if is_title:
        return replace(place, section=(words,))
    promise = meaning_of(words, ACTION_HEADINGS)
    if promise == IGNORED or meaning_of(words, HEADINGS) in LEAVES:
        promise = ""
    else:
        promise = PROMISED if PROMISED in (promise, place.promise) else promise or place.promise
    return Place(place.kind, (*place.section, words), promise, place.done or _says_done(words))


def _says_done(words: str) -> bool:
    """ "Completed ✅", "Immediate (Completed)"."""
    inside = words.rpartition("(")[2].rstrip(") ") if words.endswith(")") else words
    return is_done(inside) and len(inside.split()) <= len(("completed", "✅"))


def _of_heading(place: Place, heading: Block | None, body: Sequence[Block]) -> list[Said]:
    """`### Add an alert` over lines that say who and until when is one action."""
    if heading is None or not place.promise or meaning_of(plain(heading.text), ACTION_HEADINGS):
        return []
    told = [label for block in body for label in _labels(block)]
    words = _with(read_words(heading.text), told)
    if not told or not (words.owner or words.due):
        return []
    return [Said(words, (heading.lines[0], max(block.lines[1] for block in body)))]


def _of_blocks(place: Place, body: Iterable[Block]) -> Iterator[Said]:
    for block in body:
        if block.kind == "table":
            yield from _rows(block, place)
        elif block.kind == "list":
            yield from (said for said in _items(block) if place.takes(said.words))
        elif block.kind == "paragraph" and place.promise:
            yield from (said for said in _paragraph(block) if said.words.owner or said.words.due)


def _items(block: Block) -> Iterator[Said]:
    """The items of a list; one that only names a group stands for what is listed below it."""
    for item in block.children:
        first, *rest = item.children or (None,)
        lists = [child for child in rest if child.kind == "list"]
        if first is None or first.kind != "paragraph":
            continue
        told = [label for child in rest for label in _labels(child)]
        if lists and not told and _is_group(first.text):
            yield from (said for below in lists for said in _items(below))
            continue
        head, own = _parted(first.text)
        yield Said(_with(read_words(head), [*own, *told]), item.lines)


def _is_group(text: str) -> bool:
    """ "Short term:" names a group; "Add tests that cover:" and what has a box to tick are actions with their parts."""
    short = len(text.split()) <= LONGEST_GROUP and not CHECKBOX.match(text)
    return short and text.rstrip(" *_").endswith((":", "："))


def _parted(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The words of a paragraph, and what its lines tell of owner, day and state."""
    lines = [(line, read_label(line)) for line in text.split("\n")]
    own = [label for number, (_, label) in enumerate(lines) if label[0] and number]
    head = "\n".join(line for number, (line, label) in enumerate(lines) if not (label[0] and number))
    role, value = read_label(head)
    return (value if role == ACTION else head), own


def _labels(block: Block) -> list[tuple[str, str]]:
    """What a block tells of owner, day and state, if it does nothing else."""
    if block.kind == "paragraph":
        return [label for line in block.text.split("\n") if (label := read_label(line))[0] not in ("", ACTION)]
    if block.kind == "list":
        firsts = [item.children[0] for item in block.children if item.children]
        return [label for first in firsts if first.kind == "paragraph" for label in _labels(first)]
    return []


def _with(words: Words, told: Iterable[tuple[str, str]]) -> Words:
    by_role = dict(reversed(list(told)))
    return replace(
        words,
        owner=owner_in(by_role.get(OWNER)) or words.owner,
        due=day_in(by_role.get(DUE, "")) or words.due,
        done=words.done or any(is_done(by_role.get(role, "")) for role in (STATUS, OWNER)),
    )


def _paragraph(block: Block) -> Iterator[Said]:
    """Lines of prose that name an owner or a day, and labelled lines that belong to what stands before them."""
    said: Said | None = None
    for number, line in enumerate(block.text.split("\n"), start=block.lines[0]):
        role, value = read_label(line)
        if role in (OWNER, DUE, STATUS):
            said = said and Said(_with(said.words, [(role, value)]), (said.lines[0], number))
            continue
        if said and not (said.words.owner or said.words.due) and role != ACTION:
            said = Said(read_words(f"{said.words.text} {line}"), (said.lines[0], number))
            continue
        if said:
            yield said
        said = Said(read_words(value if role == ACTION else line), (number, number))
    if said:
        yield said


def _rows(table: Block, place: Place) -> Iterator[Said]:
    heads, *rows = [row for part in table.children for row in part.children]
    roles = [meaning_of(plain(cell.text), ACTION_COLUMNS) for cell in heads.children]
    column = _action_column(roles, [plain(cell.text) for cell in heads.children], place)
    if column is None:
        return
    for row in rows:
        cells = [cell.text for cell in row.children]
        told = [(role, cell) for role, cell in zip(roles, cells, strict=False) if role in (OWNER, DUE, STATUS)]
        told += [(STATUS, "done") for cell in cells if DONE_BESIDE.search(cell)]
        if column < len(cells) and cells[column].strip():
            yield Said(_with(read_words(cells[column]), told), row.lines)


def _action_column(roles: Sequence[str], heads: Sequence[str], place: Place) -> int | None:
    """Which column says what is to be done; a table without who or until when must stand under its name."""
    promised = place.promise == PROMISED and place.kind not in PLANS
    if ACTION in roles:
        return roles.index(ACTION) if {OWNER, DUE} & set(roles) or promised else None
    if not promised:
        return None
    if TASK in roles:
        return roles.index(TASK)
    named = [number for number, (role, head) in enumerate(zip(roles, heads, strict=True)) if not role and head[1:]]
    return named[0] if named else None
