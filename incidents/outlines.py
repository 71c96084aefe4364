"""What a team begins a document with: fields and headings that the reader understands, and help that is never saved."""

from collections.abc import Iterable
from dataclasses import dataclass

from incidents.exporting import FieldValue, export
from incidents.reading.blocks import read_markdown
from incidents.reading.front_matter import read_front_matter

TIMELINE = "| Time (UTC) | What happened |\n| --- | --- |\n"
ACTIONS = "| Action | Owner | Due | Status |\n| --- | --- | --- | --- |\n"


@dataclass(frozen=True)
class Section:
    """One heading of the second level: the help beside it, and what stands below it from the start."""

    heading: str
    help: str
    start: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class Outline:
    """`folder` is where such documents are kept; `fields` stand behind title, date and authors, "" those to fill in."""

    slug: str
    name: str
    told: str
    folder: str
    fields: tuple[tuple[str, FieldValue], ...] = ()
    sections: tuple[Section, ...] = ()


SUMMARY = Section(
    "Summary", "Two or three sentences for somebody who reads nothing else: what broke, for whom, how long."
)
WHAT_WAS_SEEN = Section(
    "Error message",
    "The error as it was seen, word for word, in a code block. By it the next who meets it will find this document.",
    "```text\n\n```\n",
)
ACTION_ITEMS = Section(
    "Action items",
    "What is to be done so that it does not come back. Each has one owner and a day; both are asked for on publishing.",
    ACTIONS,
)

SRE = Outline(
    "sre",
    "SRE postmortem",
    "An incident that users noticed, told without blame: impact, causes, what helped, what was learnt.",
    "incidents",
    (("status", "open"), ("severity", ""), ("summary", ""), ("started", ""), ("resolved", ""), ("tags", [])),
    (
        SUMMARY,
        Section("Impact", "Who noticed, how many, how long; money and data if any. Figures rather than adjectives."),
        WHAT_WAS_SEEN,
        Section(
            "Root causes",
            "What made it possible, one list item a cause. Ask of each why it was there; name systems, never people.",
        ),
        Section(
            "Resolution",
            "What ended it, one list item a change, in the past tense: “Rows are now taken in order of their id.”",
        ),
        Section(
            "What did not work",
            "What was tried and did not help, with the reason. It saves the next person the attempt.",
        ),
        Section("Detection", "How it was noticed, how long after it began, and what should have told sooner."),
        Section("Timeline", "Times in UTC. A ★ marks the moments that decided: begin, detection, end.", TIMELINE),
        Section("Where we got lucky", "What only by chance did not make it worse. Luck is a finding.", "", True),
        Section("Why were we surprised", "What we believed of the system that was not so.", "", True),
        Section(
            "Lessons learned",
            "Rules for everybody, as commands: “Every batch query names its order.” Each enters the catalogue.",
        ),
        ACTION_ITEMS,
    ),
)
FIVE_WHYS = Outline(
    "five-whys",
    "Five whys",
    "One failure followed down to its root, each answer asked why once more.",
    "incidents",
    (("status", "open"), ("severity", ""), ("tags", [])),
    (
        SUMMARY,
        WHAT_WAS_SEEN,
        Section(
            "Five whys",
            "A numbered list. 1 is what was seen; each next item says why the one before it happened. "
            "Stop where a change would have prevented all of them; the last one is the root.",
            "1. \n2. \n3. \n4. \n5. \n",
        ),
        Section("Resolution", "What was changed and helped, one list item a change, in the past tense."),
        Section("Prevention", "What will keep the root from coming back, as commands: each becomes a rule."),
        ACTION_ITEMS,
    ),
)
DEBUGGING = Outline(
    "debugging-log",
    "Debugging log",
    "A hunt that is still on: what is seen, what was tried, what came of it, entry by entry.",
    "debug-logs",
    (("status", "open"), ("tags", [])),
    (
        Section("Goal", "What must work in the end, and how you will know."),
        WHAT_WAS_SEEN,
        Section("Hypotheses", "What you believe the cause is, one list item each; they count as unsure."),
        Section("Eliminated", "What you believed and can rule out now, with what ruled it out."),
        Section(
            "Debugging log",
            "A dated list, newest last. “- **2026-03-04 10:12:** **Attempt 1:** what you changed.”, then "
            "“- **2026-03-04 10:20:** Re-ran tests. Result: 1 failure.” The result says whether the attempt helped.",
        ),
        Section("Root cause", "Once it is known, in one sentence. Until then leave it empty."),
        Section("Resolution", "The change that helped, in the past tense."),
        Section("Lessons learned", "What you would tell somebody who begins the same hunt: each becomes a rule."),
    ),
)
PRP = Outline(
    "prp",
    "PRP",
    "A plan before the work: the goal, why, how, and how one will know that it is done.",
    "prps",
    (("status", "proposed"), ("tags", [])),
    (
        Section("Goal", "The state that will be reached, in one or two sentences."),
        Section("Why", "Who needs it and what it costs not to have it."),
        WHAT_WAS_SEEN,
        Section("Root cause", "If the plan mends a failure: why it happens."),
        Section(
            "Proposed solution",
            "What will be changed, one list item a change. They count as proposed until the status is completed.",
        ),
        Section("Known gotchas", "What is easily got wrong here, as commands: each becomes a rule."),
        Section("Implementation tasks", "The steps in their order, small enough to be ticked off.", "- [ ] \n"),
        Section("Acceptance criteria", "What must be true in the end; each can be checked.", "- [ ] \n"),
    ),
)
SPRINT = Outline(
    "sprint",
    "Sprint report",
    "What a sprint wanted, reached and did not; what was tried without success, what was learnt.",
    "sprints",
    (("status", "open"), ("sprint", ""), ("tags", [])),
    (
        Section("Summary", "Two or three sentences: how it went, and what matters of it."),
        Section(
            "Objectives & results",
            "One line an objective, with a status in words.",
            "| Objective | Result |\n| --- | --- |\n",
        ),
        Section(
            "Issues resolved",
            "One heading of the third level each, “### Issue 1: uploads stall”, and below it the lines "
            "“**Root cause:** …” and “**Fix:** …”.",
        ),
        Section(
            "Attempted fixes", "What was tried and did not help, with the reason behind an arrow: “Larger pool → …”."
        ),
        Section("Technical debt", "What was left for later, and what it will cost."),
        Section("Lessons learned", "Rules for the next sprint, as commands."),
        Section("Next sprint", "What comes next, and what it waits for."),
        ACTION_ITEMS,
    ),
)
NOTE = Outline(
    "note",
    "Short note",
    "A failure and what solved it, in five minutes.",
    "solutions",
    (("tags", []),),
    (
        Section("Problem", "What went wrong, and when it happens."),
        WHAT_WAS_SEEN,
        Section("Root cause", "Why, in one sentence."),
        Section("What did not work", "What one tries first and need not.", "", True),
        Section("Solution", "What solved it, in the past tense: “Pinned the driver to 2.9.”"),
        Section("Prevention", "How to keep it from happening, as a command.", "", True),
    ),
)
BLANK = Outline("blank", "Blank", "An empty page with a title.", "notes")

OUTLINES = {one.slug: one for one in (SRE, FIVE_WHYS, DEBUGGING, PRP, SPRINT, NOTE, BLANK)}


def begun(outline: Outline, *, title: str, day: str, authors: Iterable[str] = ()) -> str:
    """The whole text that a document begins with: front-matter and headings, without any help."""
    fields = {"title": title, "date": day, "authors": list(authors)} | dict(outline.fields)
    empty = "".join(f"{key}:\n" for key in fields)
    body = "\n".join(f"## {section.heading}\n\n{section.start}" for section in outline.sections)
    stated = {key: value for key, value in fields.items() if value != ""}
    return export(f"---\n{empty}---\n\n{body}".encode(), stated).decode()


def help_with(text: str) -> tuple[Section, ...]:
    """The sections of the outline that a text was most likely begun with; none where its headings are others'."""
    front = read_front_matter(text)
    blocks = read_markdown(front.body, front.body_line).blocks
    outline = outline_of(block.text for block in blocks if block.kind == "heading")
    return outline.sections if outline else ()


def outline_of(headings: Iterable[str]) -> Outline | None:
    """The outline that a text with these headings was most likely begun with, or None where they are others'."""
    own = {heading.casefold() for heading in headings}
    shared = {slug: _share(one, own) for slug, one in OUTLINES.items() if one.sections}
    best = max(shared, key=lambda slug: shared[slug])
    return OUTLINES[best] if shared[best] > 1 / 2 else None


def _share(outline: Outline, own: set[str]) -> float:
    usual = [section.heading.casefold() for section in outline.sections if not section.is_optional]
    return sum(heading in own for heading in usual) / len(usual)
