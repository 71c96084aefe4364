"""A pattern put to the test: its broken suite once, its fixed suite as often as the pattern asks. Nothing is judged."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from kb.patterns.environments import Environment
from kb.patterns.folders import PatternFolder
from kb.patterns.processes import SuiteRun, copied, run_pytest
from kb.patterns.services import NoService, opened
from kb.patterns.taxonomy import PARALLEL, RANDOM_ORDER, TEN_TIMES, TWICE

TIMES = 10
# The plugins that the ways of running ask for.
PLUGINS = {PARALLEL: "pytest-xdist", RANDOM_ORDER: "pytest-randomly"}


@dataclass(frozen=True)
class Trial:
    """The runs of both suites: of the fixed one all up to the first that failed. `obstacle` says why there are none."""

    folder: PatternFolder
    broken: SuiteRun | None = None
    fixed: tuple[SuiteRun, ...] = ()
    obstacle: str = ""

    @property
    def seconds(self) -> float:
        return sum(run.seconds for run in (self.broken, *self.fixed) if run)


def attempt(folder: PatternFolder, environment: Environment, urls: Mapping[str, str]) -> Trial:
    """Runs the suites of `folder`, or says what they need and do not find."""
    packages = [*folder.required, *(PLUGINS[run] for run in PLUGINS if run in folder.runs)]
    if absent := environment.missing(packages):
        return Trial(folder, obstacle=f"It needs {' and '.join(absent)}, which the environment does not have.")
    plugins = [part for plugin in environment.plugins_of(packages) for part in ("-p", plugin)]
    try:
        *_, broken = _runs(folder, "broken", environment.python, plugins, urls)
        return Trial(folder, broken, tuple(_until_failed(_runs(folder, "fixed", environment.python, plugins, urls))))
    except NoService as error:
        return Trial(folder, obstacle=str(error))


def _runs(
    folder: PatternFolder, suite: str, python: Path, plugins: list[str], urls: Mapping[str, str]
) -> Iterator[SuiteRun]:
    """One run after the other. With "twice" they share a folder and services, else each has its own."""
    with ExitStack() as stack:
        for number, arguments in enumerate(_arguments(folder, suite)):
            if number == 0 or TWICE not in folder.runs:
                stack.close()
                copy = stack.enter_context(copied(folder.path / suite))
                services = stack.enter_context(opened(folder.needs, urls))
            yield run_pytest(copy, python, [*plugins, *arguments], services)


def _arguments(folder: PatternFolder, suite: str) -> list[list[str]]:
    """What pytest is told in each run of the suite, besides its plugins."""
    common = ["-n", "2"] if PARALLEL in folder.runs else []
    if suite == "fixed" and RANDOM_ORDER in folder.runs:
        return [[*common, f"--randomly-seed={seed}"] for seed in range(1, TIMES + 1)]
    if RANDOM_ORDER in folder.runs:
        return [[*common, "--randomly-dont-reorganize"]]
    if suite == "fixed" and TEN_TIMES in folder.runs:
        return [common] * TIMES
    return [common] * (2 if TWICE in folder.runs else 1)


def _until_failed(runs: Iterator[SuiteRun]) -> Iterator[SuiteRun]:
    for run in runs:
        yield run
        if not run.passed:
            return
