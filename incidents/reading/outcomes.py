"""Whether a fix helped: by the mark before it, its tense, the next result and the state of the document."""

import re

MARKS = (
    ("failed", re.compile(r"\A\W*(?:❌|✗|✘|✖|🔴|⛔)")),
    ("worked", re.compile(r"\A\W*(?:✅|✓|✔|☑|🟢)|\A\[[xX✓✅]\]")),
    ("proposed", re.compile(r"\A(?:☐|\[ \])")),
)
FAILED_WORDS = re.compile(
    r"""\b(?:ineffective|did\s?n[o']t\s(?:help|work|fix|solve)|didn.t\s(?:help|work|fix|solve)|no\seffect|still\s
        (?:fail|fails|failing|failed|broken|too|hangs|crash\w*|happen\w*|occur\w*|reproduc\w*|present)|too\slate|
        no\s(?:change|improvement|difference)|symptom\spersisted|persisted|incorrect|unsuccessful|
        made\s(?:it\s|things\s)?worse|same\s(?:error|failure|result)s?|failed\sto\s(?:fix|help|solve)|why\sit\sfailed)\b""",
    re.VERBOSE | re.IGNORECASE,
)
FAILURE_COUNT = re.compile(r"\b(?P<count>\d{1,5})\s(?:failures?|failed|failing|errors?)\b", re.IGNORECASE)
NEW_ERROR = re.compile(r"\b(?:collection error|crash(?:es|ed)?|fails|failed|failing|error)\b", re.IGNORECASE)
WORKED_WORDS = re.compile(
    r"""\b(?:all\s(?:\d+\s)?(?:tests\s)?(?:now\s)?pass(?:ed|es|ing)?|passes|passed|passing|works(?:\snow)?|
        resolved|fixed|eliminates?|eliminated|solved|success(?:ful(?:ly)?)?|green|no\slonger|now\sworks?)\b""",
    re.VERBOSE | re.IGNORECASE,
)
PROPOSED_WORDS = re.compile(
    r"""\b(?:should\s(?:be|use|have)|needs?\sto\s(?:be|use|replace|add)|to\sbe\s(?:done|fixed)|todo|tbd|deferred|proposed|
        recommended|consider|could\sbe|not\syet|planned|pending|future|still\sworth)\b""",
    re.VERBOSE | re.IGNORECASE,
)
# The first word of a statement that was done; "need", "embed" and the like end in "ed" without being past.
DONE = re.compile(
    r"""\A\W*(?:(?:we|i|also|then|successfully|have|has)\s)?
        (?:(?!need|feed|embed|speed|proceed|seed|exceed)[a-z]{2,}ed|made|ran|built|set\sup|kept|rewrote|wrote|put|split|got)\b""",
    re.VERBOSE | re.IGNORECASE,
)
TO_DO = re.compile(
    r"""\A\W*(?:add|use|fix|replace|remove|update|implement|ensure|change|create|move|set|make|increase|reduce|enable|
        disable|refactor|migrate|introduce|configure|apply|handle|wrap|convert|rename|switch|try|consider|investigate|
        check|verify|review|run|install|upgrade|improve|write|define|extend|provide|return|log|show|include|restart|retry|clear|mock|handle|allow)\b""",
    re.VERBOSE | re.IGNORECASE,
)


def outcome_of(markdown: str, words: str, usual: str) -> str:
    """The outcome of one fix as a document states it beside the fix itself.

    `markdown` is the statement as written, with its marks; `words` the same without Markdown;
    `usual` what fixes of this section and document are when nothing else is said.
    """
    for outcome, mark in MARKS:
        if mark.match(markdown):
            return outcome
    if usual != "worked":
        return usual
    if FAILED_WORDS.search(words):
        return "failed"
    return "proposed" if PROPOSED_WORDS.search(words[:200]) and not DONE.match(words) else usual


def result_of(words: str) -> str:
    """What the result of a test run says about the change before it: "worked", "failed", or "" when it says nothing."""
    if FAILED_WORDS.search(words):
        return "failed"
    counts = [int(found["count"]) for found in FAILURE_COUNT.finditer(words)]
    if any(counts):
        return "failed"
    if counts or WORKED_WORDS.search(words):
        return "worked"
    return "failed" if NEW_ERROR.search(words) else ""
