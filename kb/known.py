"""What is known of a failure, to be put into a document: as a list of references, or as statements of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.models import Entry, Signature
from kb.views.stories import tell

# What each kind is called among references, and the label under which the reader takes it for the document's own.
WORDS = {
    "cause": ("Cause", "Root cause"),
    "worked": ("Fix that worked", "Fix"),
    "failed": ("Fix that did not work", "What didn't work"),
    "proposed": ("Proposed fix", "Proposed fix"),
    "rule": ("Rule", "Prevention"),
}


@dataclass(frozen=True)
class Offer:
    """An entry that may be put into a text: `kind` is one of WORDS, `told` what is known of its outcome."""

    entry: Entry
    kind: str
    told: str = ""

    @property
    def value(self) -> str:
        return f"{self.entry._meta.model_name}-{self.entry.pk}"


def offers_of(signature: Signature) -> list[Offer]:
    """The causes, fixes and rules of a signature that was fetched `with_story()`, each once."""
    causes = tell([signature])[signature.pk].causes
    offers = [offer for told in causes for offer in _of_cause(told)]
    return list({offer.value: offer for offer in reversed(offers)}.values())[::-1]


def references(signature: Signature, offers: Iterable[Offer]) -> str:
    """Markdown that leads to what is known and claims nothing of it for the document."""
    lines = [f"- {WORDS[offer.kind][0]}: {link_to(offer.entry)}\n" for offer in offers]
    return f"### See also\n\nThis failure is known as [[{signature.slug}]].\n\n{''.join(lines)}"


def statements(offers: Iterable[Offer]) -> str:
    """Markdown that states the same for the document: the reader finds it there."""
    return "\n".join(f"**{WORDS[offer.kind][1]}:** {link_to(offer.entry)}\n" for offer in offers)


def link_to(entry: Entry) -> str:
    """The words of an entry as a link; brackets among them would end it, so then the link stands behind them."""
    words = " ".join(entry.text.split())
    if "[" in words or "]" in words:
        return f"{words} ([{entry._meta.model_name} {entry.pk}]({entry.get_absolute_url()}))"
    return f"[{words}]({entry.get_absolute_url()})"


def _of_cause(told) -> Iterator[Offer]:
    yield Offer(told.cause, "cause")
    for outcome in ("worked", "failed", "proposed"):
        for fix in told.fixes[outcome]:
            yield Offer(fix.fix, outcome, _tally(fix.tally))
    for rule in told.rules:
        yield Offer(rule.rule, "rule")


def _tally(tally: Iterable[tuple[str, int]]) -> str:
    words = {"worked": "worked", "failed": "did not work", "proposed": "was proposed"}
    return ", ".join(f"{words[outcome]} in {n} document{'' if n == 1 else 's'}" for outcome, n in tally)
