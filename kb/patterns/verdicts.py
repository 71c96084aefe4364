"""Whether a pattern does what its page says, judged by what our own matcher reads from pytest's output."""

from collections.abc import Sequence
from dataclasses import dataclass

from incidents.models import Document
from kb.answers import answer_paste
from kb.matching.values import Answer
from kb.models import Signature
from kb.patterns.processes import MAX_SECONDS, SuiteRun
from kb.patterns.taxonomy import TWICE
from kb.patterns.trials import Trial

# pytest's own words for "some tests failed" and "collection failed"; 3 is its own crash, 5 that nothing was collected.
FAILURES = {1: "tests failed", 2: "the run was broken off", 4: "pytest could not start", 5: "no test was found"}


@dataclass(frozen=True)
class Judged:
    """`state` is one of PatternSuite.State; `reason` is one sentence, empty for a verified pattern."""

    state: str
    reason: str = ""


def judge_trial(trial: Trial, page: Document) -> Judged:
    """What the runs show. The page must have been learnt, for its signatures are those that are looked for."""
    if trial.obstacle:
        return Judged("unverified", trial.obstacle)
    if refusal := _refuse_broken(trial.broken, page) or _refuse_fixed(trial):
        return Judged("failed", refusal)
    return Judged("verified")


def declared(page: Document) -> list[int]:
    """The ids of the signatures that the page names, in its order."""
    found = page.findings.filter(kind="signature").order_by("first_line", "pk")
    return list(dict.fromkeys(found.values_list("evidence__signature", flat=True)))


def _refuse_broken(run: SuiteRun, page: Document) -> str:
    """Why the broken suite does not show the failure, or ""."""
    if run.code is None:
        return f"The broken suite was stopped after {MAX_SECONDS} s."
    if run.passed:
        return "The broken suite passes."
    wanted = declared(page)
    if not wanted:
        return "The page names no signature."
    return _refuse_answers(answer_paste(run.output).answers, wanted)


def _refuse_answers(answers: Sequence[Answer], wanted: Sequence[int]) -> str:
    if not answers:
        return "In the output of the broken suite no failure was found."
    known = [answer.matches[0].signature for answer in answers if answer.verdict == "known"]
    if answers[0].verdict != "known":
        return f"The output of the broken suite is {answers[0].verdict}: {_told(answers[0])}"
    if known[0] not in wanted:
        return f"The output of the broken suite is known as another signature: {Signature.objects.get(pk=known[0])}"
    if wanted[0] not in known:
        return "The first signature of the page is not among those of the broken suite's output."
    return ""


def _told(answer: Answer) -> str:
    error = answer.failure.errors[0] if answer.failure.errors else None
    return f"{error.type}: {error.message}"[:300] if error else answer.reason


def _refuse_fixed(trial: Trial) -> str:
    last = trial.fixed[-1]
    if last.passed:
        return ""
    which = f" in run {len(trial.fixed)}" if len(trial.fixed) > 1 or TWICE in trial.folder.runs else ""
    if last.code is None:
        return f"The fixed suite was stopped after {MAX_SECONDS} s{which}."
    return f"The fixed suite fails{which}: {FAILURES.get(last.code, f'exit code {last.code}')}."
