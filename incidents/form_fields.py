"""The fields at the head of a document as a form: each changes its own lines of the text and no others."""

from collections.abc import Iterator
from dataclasses import dataclass

from incidents.exporting import FieldValue, ReadOnly, export
from incidents.reading.blocks import Block, read_markdown
from incidents.reading.front_matter import FrontMatter, read_front_matter
from incidents.reading.inline import plain, strip_lead

NESTED = "It holds more than text here: change it in the text."
UNDERLINED = "The title is a heading underlined in the text: change it there."
ONE_LINE = "A title is one line, and there must be one."


@dataclass(frozen=True)
class Field:
    """`names` are the keys that mean it, the first for a text that has none of them; a list has an item a line."""

    slug: str
    label: str
    names: tuple[str, ...]
    hint: str = ""
    is_list: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A field as a text has it. `refusal` says in one sentence why it cannot be changed, or is ""."""

    field: Field
    name: str
    value: str = ""
    is_list: bool = False
    refusal: str = ""


FIELDS = (
    Field("title", "Title", ("title",)),
    Field("summary", "In short", ("summary", "tldr", "tl;dr", "description"), "What happened, in a sentence or two"),
    Field("date", "Date", ("date", "incident_date"), "2026-03-04"),
    Field("started", "Began", ("started", "start_time"), "2026-03-04 10:12 UTC"),
    Field("resolved", "Ended", ("resolved", "end_time"), "2026-03-04 11:40 UTC"),
    Field("severity", "Severity", ("severity", "sev"), choices=("critical", "high", "medium", "low")),
    Field("status", "Status", ("status",), choices=("open", "investigating", "partially resolved", "resolved")),
    Field("project", "Project", ("project", "service"), "What it happened to"),
    Field("tags", "Tags", ("tags", "labels", "keywords"), "One a line", is_list=True),
    Field("authors", "Authors", ("authors", "author"), "One a line", is_list=True),
    Field("people", "People and roles", ("people", "roles"), "Ann (incident commander)", is_list=True),
    Field("signatures", "Signatures", ("signatures",), "The names of known failures, one a line", is_list=True),
)
BY_SLUG = {field.slug: field for field in FIELDS}


def shown_fields(text: str) -> list[Shown]:
    """Every field as `text` has it, in the order of the form."""
    front = read_front_matter(text)
    unsound = _unsound(front)
    heading = _heading(front)
    fields = [_shown(field, front, unsound) for field in FIELDS]
    return [_shown_heading(heading, text), *fields[1:]] if heading else fields


def with_value(text: str, slug: str, value: str) -> str:
    """`text` with another value of one field, as it was typed. Raises ReadOnly where that cannot be written."""
    shown = next(shown for shown in shown_fields(text) if shown.field.slug == slug)
    value = value.replace("\r\n", "\n").strip()
    if value == shown.value:
        return text
    if shown.refusal:
        raise ReadOnly(shown.refusal)
    if slug == "title" and (not value or "\n" in value):
        raise ReadOnly(ONE_LINE)
    heading = _heading(read_front_matter(text)) if slug == "title" else None
    if heading:
        return _with_heading(text, heading.lines[0] - 1, value)
    return export(text.encode(), {shown.name: _typed(value, shown)}).decode()


def _typed(value: str, shown: Shown) -> FieldValue:
    items = [line.strip() for line in value.split("\n") if line.strip()]
    return items if shown.is_list or (shown.field.is_list and len(items) > 1) else value


def _shown(field: Field, front: FrontMatter, unsound: str) -> Shown:
    name = next((key for key in front.fields if key.casefold() in field.names), field.names[0])
    value = front.fields.get(name, [] if field.is_list else "")
    if isinstance(value, str):
        is_list = field.is_list and not value
        return Shown(field, name, value.strip(), is_list, unsound)
    if isinstance(value, list) and all(isinstance(item, str) and "\n" not in item for item in value):
        return Shown(field, name, "\n".join(value), is_list=True, refusal=unsound)
    return Shown(field, name, refusal=unsound or NESTED)


def _unsound(front: FrontMatter) -> str:
    if front.is_sound:
        return ""
    fault = next(iter(front.faults), None)
    told = f" Line {fault.line}: {fault.message}" if fault else ""
    return f"The front-matter is no sound YAML, so its fields can only be changed in the text.{told}"


def _heading(front: FrontMatter) -> Block | None:
    """The heading that is the title of the document, as the reader takes it: the first, where it is of level 1."""
    headings: Iterator[Block] = (
        block for block in read_markdown(front.body, front.body_line).blocks if block.kind == "heading"
    )
    first = next(headings, None)
    return first if first and first.level == 1 else None


def _shown_heading(heading: Block, text: str) -> Shown:
    line = text.split("\n")[heading.lines[0] - 1]
    refusal = "" if line.lstrip().startswith("#") else UNDERLINED
    return Shown(BY_SLUG["title"], "title", plain(strip_lead(heading.text)), refusal=refusal)


def _with_heading(text: str, number: int, title: str) -> str:
    lines = text.split("\n")
    end = "\r" if lines[number].endswith("\r") else ""
    lines[number] = f"# {title}{end}"
    return "\n".join(lines)
