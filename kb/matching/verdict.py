"""What may be said of a failure: known, similar, unknown or too vague to tell, each with its reason in a sentence."""

from collections.abc import Sequence
from dataclasses import replace

from incidents.reading.masks import mask
from incidents.reading.values import Error, Failure
from kb.matching.keys import canonical, specific
from kb.matching.passages import Passage
from kb.matching.ranking import GENERIC_TYPES, SPECIFIC, VERY_SPECIFIC, Weighed
from kb.matching.values import Answer, Match

# Above it a signature is worth showing as similar; `manage.py calibrate` prints what other cuts would give.
SIMILAR = 0.55
SHOWN = 5
# The levels that say "known": a rule of a person, the strict key, a template.
SURE = ("R", "S", "T")
NEAREST = 3

LEVELS = {
    "S": "Same exception and message.",
    "T": "The message fits this signature's template.",
    "M": "Same message except for the values in it.",
    "C": "Same error code.",
}
CONFIRMED = "Same exception and message as an example that people confirmed."
ADVICE = {
    "assertion": "Paste the captured log and the traceback above the assertion: the cause is usually printed there.",
    "type": "Paste the message after the exception's name, or the whole traceback with it.",
    "cut": "The tool cut the message: run it with a wider terminal or `pytest --tb=short -rA`, and paste that.",
    "wrapper": "Paste the lines above this one: they say what failed before the process gave up.",
}


def judge(passage: Passage, weighed: Sequence[Weighed]) -> Answer:
    """The answer for one passage: its verdict, its reason, and the signatures worth showing, best first."""
    ranked = _each_once(sorted((one for one in weighed if not one.candidate.rejected), key=_order))
    failure = passage.failure or _failure_at(passage, ranked)
    matches = tuple(_match(passage, failure, one) for one in ranked[:SHOWN] if one.score >= SIMILAR or is_sure(one))
    if matches and not _says_enough(ranked[0]):
        return Answer(failure, "vague", "Many unrelated failures end in this message.", matches, _advice(failure))
    if matches:
        return Answer(failure, "known" if is_sure(ranked[0]) else "similar", matches[0].reason, matches)
    nearest = tuple(_match(passage, failure, one) for one in ranked[:NEAREST])
    nearest += tuple(_rejected(passage, failure, one) for one in weighed if one.candidate.rejected)[:NEAREST]
    if _is_vague(failure):
        return Answer(failure, "vague", "The text says too little to tell what failed.", nearest, _advice(failure))
    return Answer(failure, "unknown", _nothing(nearest), nearest)


def _each_once(ranked: Sequence[Weighed]) -> list[Weighed]:
    """A signature by the best of what speaks for it: itself, or one that was merged into it."""
    best: dict[int, Weighed] = {}
    for one in ranked:
        best.setdefault(one.candidate.id, one)
    return list(best.values())


def is_sure(one: Weighed) -> bool:
    """Whether a rule, keys or a template speak for it; similarity alone never does.

    A person's template may stand anywhere in the passage, one made of examples must be the whole message.
    """
    if one.candidate.rule or "S" in one.levels:
        return True
    if not (one.exact or (one.candidate.written and one.whole and not one.wording.shape)):
        return False
    return one.features["type"] > 0 or one.wording.content >= VERY_SPECIFIC


def _says_enough(one: Weighed) -> bool:
    return _is_decided(one) or one.content >= SPECIFIC


def _is_decided(one: Weighed) -> bool:
    return bool(one.candidate.rule) or one.candidate.confirmed


def _order(one: Weighed) -> tuple:
    """Sure ones first, of these what people decided, then the outermost error's; then the same shape, then by score."""
    if is_sure(one):
        enough = (not _is_decided(one), not _says_enough(one))
        return (0, *enough, one.block, -one.mass, -one.score, one.candidate.id)
    return (1, _level(one) != "M", False, 0, -one.score, -one.mass, one.candidate.id)


def _match(passage: Passage, failure: Failure, one: Weighed) -> Match:
    level = _level(one)
    error = _error_at(failure, _line(one))
    parameters = mask(canonical(error)[1], "M").parameters if error else ()
    differs = () if level in SURE else _differences(passage, one, level, error)
    return Match(
        signature=one.candidate.id,
        score=round(min(1.0, one.score), 4) if level not in SURE else 1.0,
        level=level,
        reason=_reason(level, one, differs),
        line=_line(one),
        shared=tuple(one.wording.as_written(word) for word in one.shared[:8]),
        differs=differs,
        parameters=parameters,
    )


def _rejected(passage: Passage, failure: Failure, one: Weighed) -> Match:
    sentence = f"{one.candidate.rejected[0].upper()}{one.candidate.rejected[1:]}."
    return replace(_match(passage, failure, one), score=0.0, level="", reason=sentence)


def _line(one: Weighed) -> int:
    return one.candidate.rule_line or one.line


def _level(one: Weighed) -> str:
    if one.candidate.rule:
        return "R"
    if "S" in one.levels:
        return "S"
    if is_sure(one):
        return "T"
    if "M" in one.levels and not (one.candidate.written and one.missing):
        return "M"
    return "C" if "C" in one.levels else ""


def _reason(level: str, one: Weighed, differs: Sequence[tuple[str, str]]) -> str:
    if level == "R":
        return f"A rule written by {one.candidate.rule} fits."
    if level in ("S", "T", "M"):
        return CONFIRMED if level == "S" and one.candidate.confirmed else LEVELS[level]
    missing = ", ".join(f"“{ours}”" for ours, _ in differs[:3])
    lacks = f"; the paste does not say {missing}." if missing else "."
    if level == "C":
        return LEVELS["C"][:-1] + lacks
    if not one.wording.runs:
        return "Same exception type, and the signature says no more." if one.whole else "Another exception type."
    words = one.wording.words
    return f"{sum(word in one.shared for word in words)} of {len(words)} words are the same{lacks}"


def _differences(passage: Passage, one: Weighed, level: str, error: Error | None) -> tuple[tuple[str, str], ...]:
    """What the signature says and the paste does not, or says otherwise: values at level M, words below it."""
    if level == "M" and error:
        ours = mask(canonical(Error("", one.candidate.template, 1))[1], "M").parameters
        theirs = mask(canonical(error)[1], "M").parameters
        return tuple((our, their) for (_, our), (_, their) in zip(ours, theirs, strict=False) if our != their)
    found = [(one.wording.as_written(word), "") for word in one.missing if word[0].isalnum()][:5]
    if one.wording.type and one.features["type"] == 0 and passage.failure:
        printed = next((error.type for error in passage.failure.errors if error.type), "")
        found.insert(0, (one.wording.type, printed))
    return tuple(found)


NOTHING = "Nothing on record shares its words."


def _nothing(nearest: Sequence[Match]) -> str:
    if not any(match.score for match in nearest):
        return "Nothing on record shares its words, but for what people rejected." if nearest else NOTHING
    return "Nothing on record fits; the nearest share too few of its telling words."


def _is_vague(failure: Failure) -> bool:
    return not any(_says_something(error) for error in failure.errors)


def _says_something(error: Error) -> bool:
    types, message = canonical(error)
    if any(name.lower() not in GENERIC_TYPES for name in types):
        return True
    return specific(message) or (bool(types) and len(message.split()) >= 3 and not message.startswith("assert "))


def _advice(failure: Failure) -> str:
    error = failure.errors[0] if failure.errors else Error("", "", 1)
    if error.cut:
        return ADVICE["cut"]
    if error.message.startswith("assert"):
        return ADVICE["assertion"]
    return ADVICE["wrapper"] if error.message else ADVICE["type"]


def _error_at(failure: Failure, line: int) -> Error | None:
    return next(
        (error for error in failure.errors if error.line == line), failure.errors[0] if failure.errors else None
    )


def _failure_at(passage: Passage, ranked: Sequence[Weighed]) -> Failure:
    """What stands where nobody saw a failure: the line that the best signature was found on."""
    line = _line(ranked[0]) if ranked else 1
    words = [word for word, at in zip(passage.words.texts, passage.words.lines, strict=True) if at == line]
    return Failure("text", (Error("", " ".join(words), line),), (line, line))


def is_worth_saying(answer: Answer, passage: Passage) -> bool:
    """Whether an answer is given at all: for lines outside of every failure only if it is known."""
    return passage.failure is not None or answer.verdict == "known"


def most_relevant_first(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Known before similar before the rest; within these in the order of the failures."""
    return tuple(sorted(answers, key=_relevance))


def _relevance(answer: Answer) -> int:
    if answer.verdict == "known":
        return 0
    fits = any(match.level in SURE for match in answer.matches[:1])
    return 1 if answer.verdict == "similar" or fits else 2
