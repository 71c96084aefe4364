"""What inline Markdown says once its marks are taken off, cut into labels, sentences and outcome marks."""

import re
from dataclasses import dataclass

IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]*+)\]\([^()\s]*+(?:\s[^()]*+)?\)")
WIKI_LINK = re.compile(r"\[\[([^\[\]|]*+)(?:\|[^\[\]]*+)?\]\]")
CODE_SPAN = re.compile(r"(`{1,3})([^`]++)\1(?!`)")
# A link whose words hold code; a link that code shows is none.
LINK_AROUND_CODE = re.compile(
    r"(?P<code>`[^`]*+`)|!?\[(?P<words>(?:[^\[\]`]++|`[^`\n]*+`)*+)\]\([^()\s]*+(?:\s[^()]*+)?\)"
)
STRONG = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|~~")
UNDERLINED = re.compile(r"(?<![\w_])_([^_\s][^_\n]*+)_(?![\w_])")
HTML_TAG = re.compile(r"</?(?:br|b|i|em|strong|code|details|summary|p|div|span|sub|sup|kbd)\b[^<>]*+>", re.IGNORECASE)
COMMENT = re.compile(r"<!--.{0,1000}?-->", re.DOTALL)
# What each mark may be part of, and what is left of it; links first, since their words may be marked.
UNMARKED = (
    ("](", IMAGE_OR_LINK, r"\1"),
    ("[[", WIKI_LINK, r"\1"),
    ("<", HTML_TAG, " "),
    ("*", STRONG, ""),
    ("~~", STRONG, ""),
    ("_", UNDERLINED, r"\1"),
)
MARK = re.compile(r"[`*_~\[<\\]")

# **Label:** text, **Label**: text, *Label:* text; the label may hold code.
BOLD_LABEL = re.compile(
    r"""\A(?P<mark>\*{1,3}|__)(?P<label>[^*\n]{1,90}?)
        (?:[:：]\s*(?P=mark)|(?P=mark)\s*[:：])\s*(?P<rest>.*)\Z""",
    re.VERBOSE | re.DOTALL,
)
BOLD_ONLY = re.compile(r"\A(?P<mark>\*{2,3}|__)(?P<label>[^*\n]{1,160}?)(?P=mark)[\s:.]*\Z")
BOLD_LEAD = re.compile(
    r"\A(?P<mark>\*{2,3}|__)(?P<label>[^*\n]{1,160}?)(?P=mark)\s*(?:[-–—→]+\s*|\s)(?P<rest>\S.*)\Z", re.DOTALL
)
PLAIN_LABEL = re.compile(r"\A(?P<label>[A-Z\w][\w /'()-]{1,40}?)[:：](?:\s+|\Z)(?P<rest>.*)\Z", re.DOTALL)

CHECKBOX = re.compile(r"\A\[(?P<box>[ xX✓✅-])\]\s+")
NUMBER = re.compile(r"\A(?:\(?#?\d{1,3}(?:\.\d{1,3})*(?:[.)]|\s-|:)|\d{1,3}(?:\.\d{1,3})+)\s+")
LEADING_MARKS = re.compile(r"\A(?:[^\w\s\"'`(\[<*_$/@.#~{!-]|️)+\s*")
RULE_TAG = re.compile(r"\A\[Rule [^\]]*+\]\s*")
# What none of these leads begins with, beside letters.
BEGINNINGS = frozenset("\"'`<*_$/@.~{!-")

SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\betc\.)\s+(?=[\"'“(`A-Z0-9])|(?<=[。！？])"
)


@dataclass(frozen=True)
class Labelled:
    """A piece of text that begins with its own name: `label` "" when it has none, `bold` when the label was marked."""

    label: str
    text: str
    bold: bool = False


def plain(markdown: str) -> str:
    """The words of `markdown` on one line, without emphasis, code marks, links' targets and simple HTML tags."""
    if not MARK.search(markdown):
        return " ".join(markdown.split())
    text = COMMENT.sub(" ", markdown) if "<!--" in markdown else markdown
    if "`" not in text:
        return " ".join(_unmarked(text).split())
    if "](" in text:
        text = LINK_AROUND_CODE.sub(lambda found: found["code"] or found["words"], text)
    pieces = CODE_SPAN.split(text)
    pieces[::3] = [_unmarked(piece) for piece in pieces[::3]]
    del pieces[1::3]
    return " ".join("".join(pieces).split())


def _unmarked(text: str) -> str:
    """`text` outside code; each pattern is only tried where its mark is."""
    for mark, pattern, words in UNMARKED:
        if mark in text:
            text = pattern.sub(words, text)
    return text.replace("\\", "")


def unlabelled(markdown: str) -> Labelled:
    """`markdown` parted into its leading label and the rest, both still Markdown without leading marks and numbers."""
    text = strip_lead(markdown)
    for form in (BOLD_LABEL, BOLD_ONLY, BOLD_LEAD):
        found = form.match(text)
        if found:
            return Labelled(strip_lead(found["label"]), found.groupdict().get("rest") or "", bold=True)
    found = PLAIN_LABEL.match(text)
    return Labelled(found["label"], found["rest"]) if found else Labelled("", text)


def strip_lead(text: str) -> str:
    """`text` without the checkbox, emoji, number and rule tag that stand before its first word."""
    text = text.strip()
    if text[:1].isalpha() or text[:1] in BEGINNINGS:
        return text
    text = CHECKBOX.sub("", text)
    for lead in (LEADING_MARKS, NUMBER, LEADING_MARKS, RULE_TAG):
        text = lead.sub("", text)
    return text


def sentences(text: str) -> list[str]:
    """The sentences of plain text, in order."""
    return [s.strip() for s in SENTENCE_END.split(text) if s.strip()]


def first_sentences(text: str, count: int) -> str:
    """Plain `text` cut behind its `count`-th full stop; all of it when it has fewer."""
    return " ".join(sentences(text)[:count])
