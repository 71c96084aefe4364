"""One failure reported five times is one failure, and thirty tests that fail for one reason are one as well."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from incidents.reading.failures.test_ids import is_same_test, is_shortened, last_part, most_telling
from incidents.reading.values import Error, Failure

# From this many tests with the same root on, the root is what the reader has to see, not the tests.
CASCADE = 3
CHAIN_ROLES = ("last", "middle", "root")
# The forms that tell a test's failure at length; summaries and annotations repeat it.
REPORTS = frozenset({"pytest", "unittest", "junit"})
# The forms in which an error of a test may stand without the test.
NAMELESS = frozenset({"pytest", "python_traceback"})
# How far back a further report of a test is looked for: reports repeat in the same order.
MAX_REPORTS = 50

# What was reported of one test, by the form of the report.
Reports = dict[str, Failure]


def fold(failures: Iterable[Failure]) -> list[Failure]:
    """The failures without repetition, most relevant first.

    Reports of one test and phase merge, the richest wins; equal failures without a test count up; three tests and more
    with the same root become one failure that names them in `tests`.
    """
    tested, untested = [], []
    for failure in failures:
        (tested if failure.test else untested).append(failure)
    merged, untested = _named_by_summary(_merged(tested), untested)
    return sorted([*_cascades(merged), *_counted(untested, merged)], key=_relevance)


def _merged(failures: Sequence[Failure]) -> list[Failure]:
    by_name: dict[str, list[Reports]] = defaultdict(list)
    groups: list[Reports] = []
    for failure in failures:
        known = by_name[last_part(failure.test)]
        group = next((group for group in known[-MAX_REPORTS:] if _reports_same(group, failure)), None)
        if group is None:
            group = {}
            known.append(group)
            groups.append(group)
        told = group.get(failure.form)
        group[failure.form] = replace(told, count=told.count + failure.count) if told else failure
    return [_richest(group) for group in groups]


def _reports_same(group: Reports, failure: Failure) -> bool:
    """Whether `failure` is one more report of what the group reports: two of one form are, only when they are equal."""
    told = group.get(failure.form)
    if told and (told.errors != failure.errors or not is_shortened(told.test, failure.test)):
        return False
    known = next(iter(group.values()))
    phases = {known.phase, failure.phase} - {""}
    return len(phases) < 2 and is_same_test(known.test, failure.test) and _agree(known.errors[0], failure.errors[0])


def _agree(one: Error, other: Error) -> bool:
    if is_unnamed(one) or is_unnamed(other):
        return True
    if not one.type or not other.type:
        one, other = replace(one, type=""), replace(other, type="")
    first, second = sorted((_words(one), _words(other)), key=len)
    return second.endswith(first) or ((one.cut or other.cut) and _starts_alike(first, second))


def _starts_alike(first: str, second: str) -> bool:
    """Whether a cut text begins the whole one, with or without the package before the type."""
    return second.startswith(first) or second.rsplit(".", maxsplit=1)[-1].startswith(first.rsplit(".", maxsplit=1)[-1])


def is_unnamed(error: Error) -> bool:
    """Whether the report named the test but not the error."""
    return not error.type and error.cut and error.message.startswith(("FAILED ", "ERROR ", "SUBFAIL"))


def _words(error: Error) -> str:
    return " ".join(f"{error.type}: {error.message}".strip(": ").split())


def _richest(group: Reports) -> Failure:
    best = max(group.values(), key=_richness)
    phase = best.phase or next((failure.phase for failure in group.values() if failure.phase), "")
    count = max(failure.count for failure in group.values())
    test = most_telling(failure.test for failure in group.values())
    return replace(best, test=test, phase=phase, count=count, errors=_typed(best.errors, group))


def _typed(errors: tuple[Error, ...], group: Reports) -> tuple[Error, ...]:
    """The errors, the first with the type that another report of the same failure gives it."""
    types = [failure.errors[0].type for failure in group.values() if failure.errors[0].type]
    if errors[0].type or not types:
        return errors
    return (replace(errors[0], type=types[0]), *errors[1:])


def _richness(failure: Failure) -> tuple[bool, int, bool, int]:
    cut = any(error.cut for error in failure.errors)
    told = sum(len(error.frames) + len(error.notes) for error in failure.errors)
    return not cut, len(failure.errors), failure.form in REPORTS, told


def _named_by_summary(tested: Sequence[Failure], untested: Sequence[Failure]) -> tuple[list[Failure], list[Failure]]:
    """With --tb=line the errors stand without their tests: the summary names these, in the same order."""
    left = [failure for failure in untested if failure.form in NAMELESS]
    others = [failure for failure in untested if failure.form not in NAMELESS]
    named: list[Failure] = []
    for failure in tested:
        known = not is_unnamed(failure.errors[0]) and failure.form == "pytest_summary"
        match = next(
            (other for other in left[:MAX_REPORTS] if known and _agree(failure.errors[0], other.errors[0])), None
        )
        if match:
            left.remove(match)
            match = replace(match, form="pytest", test=failure.test, phase=failure.phase)
        named.append(match or failure)
    return _paired(named, left), [*left, *others]


def _paired(tested: list[Failure], left: list[Failure]) -> list[Failure]:
    """As many errors without a test as tests without an error belong together, one by one; both lists lose them."""
    unnamed = [place for place, failure in enumerate(tested) if is_unnamed(failure.errors[0])]
    if len(unnamed) != len(left):
        return tested
    for place, failure in zip(unnamed, left, strict=True):
        tested[place] = replace(failure, form="pytest", test=tested[place].test, phase=tested[place].phase)
    left.clear()
    return tested


def _cascades(failures: Sequence[Failure]) -> list[Failure]:
    by_root: dict[tuple[str, str], list[Failure]] = defaultdict(list)
    for failure in failures:
        root = root_of(failure)
        by_root[root.type, root.message].append(failure)
    folded: list[Failure] = []
    for group in by_root.values():
        folded += [_cascade(group)] if len(group) >= CASCADE else group
    return folded


def root_of(failure: Failure) -> Error:
    """The innermost link of the failure's own chain."""
    chain = [error for error in failure.errors if error.role in CHAIN_ROLES]
    return chain[-1] if chain else failure.errors[0]


def _cascade(group: Sequence[Failure]) -> Failure:
    best = max(group, key=_richness)
    tests = tuple(dict.fromkeys(failure.test for failure in group))
    return replace(best, tests=tests, count=sum(failure.count for failure in group))


def _counted(failures: Sequence[Failure], tested: Sequence[Failure]) -> list[Failure]:
    """The failures without a test, each once; what a fuller report already tells is left out."""
    told = {_gist(error) for failure in tested for error in failure.errors}
    kept: dict[tuple[str, ...], Failure] = {}
    for failure in sorted(failures, key=lambda failure: (failure.form != "generic", _richness(failure)), reverse=True):
        gist = _gist(failure.errors[0])
        if gist in told and gist not in kept:
            continue
        known = kept.get(gist)
        again = failure.count if known and known.form == failure.form else 0
        kept[gist] = replace(known, count=known.count + again) if known else failure
        told.update(_gist(error) for error in failure.errors)
    return list(kept.values())


def _gist(error: Error) -> tuple[str, ...]:
    return error.type.split(".")[-1], error.message


def _relevance(failure: Failure) -> tuple[bool, int, bool, bool, int, int]:
    """Roots of many tests first, named errors before unnamed ones, thrown ones before warnings, then as they stand."""
    first = failure.errors[0]
    return (
        not failure.tests,
        -len(failure.tests),
        is_unnamed(first),
        first.type.endswith("Warning"),
        failure.form == "generic" and 1 + (not first.type),
        failure.lines[0],
    )
