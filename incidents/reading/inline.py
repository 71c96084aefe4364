"""What inline Markdown says once its marks are taken off, cut into labels, sentences and outcome marks."""

import re
from dataclasses import dataclass

IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]*+)\]\([^()\s]*+(?:\s[^()]*+)?\)")
WIKI_LINK = re.compile(r"\[\[([^\[\]|]*+)(?:\|[^\[\]]*+)?\]\]")
CODE_SPAN = re.compile(r"(`{1,3})([^`]++)\1(?!`)")
STRONG = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|~~")
UNDERLINED = re.compile(r"(?<![\w_])_([^_\s][^_\n]*+)_(?![\w_])")
HTML_TAG = re.compile(r"</?(?:br|b|i|em|strong|code|details|summary|p|div|span|sub|sup|kbd)\b[^<>]*+>", re.IGNORECASE)
COMMENT = re.compile(r"<!--.{0,1000}?-->", re.DOTALL)
MARK = re.compile(r"[`*_~\[<\\]")
SPACES = re.compile(r"\s+")

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
        return SPACES.sub(" ", markdown).strip()
    text = COMMENT.sub(" ", markdown)
    pieces = CODE_SPAN.split(text)
    words = "".join(_unmarked(p) if i % 3 == 0 else (p if i % 3 == 2 else "") for i, p in enumerate(pieces))
    return SPACES.sub(" ", words).strip()


def _unmarked(text: str) -> str:
    text = WIKI_LINK.sub(r"\1", IMAGE_OR_LINK.sub(r"\1", text))
    return UNDERLINED.sub(r"\1", STRONG.sub("", HTML_TAG.sub(" ", text))).replace("\\", "")


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
    text = CHECKBOX.sub("", text.strip())
    for lead in (LEADING_MARKS, NUMBER, LEADING_MARKS, RULE_TAG):
        text = lead.sub("", text)
    return text


def sentences(text: str) -> list[str]:
    """The sentences of plain text, in order."""
    return [s.strip() for s in SENTENCE_END.split(text) if s.strip()]


def first_sentences(text: str, count: int) -> str:
    """Plain `text` cut behind its `count`-th full stop; all of it when it has fewer."""
    return " ".join(sentences(text)[:count])
