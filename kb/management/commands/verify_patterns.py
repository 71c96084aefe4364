"""Runs the suites of test patterns and says whether each fails as its page says, and passes once repaired."""

import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command

from incidents.models import Document
from incidents.sources import disk_location
from kb.management.migrated import MigratedCommand
from kb.models import PatternSuite
from kb.patterns.environments import NoInterpreter, ask, usual_python
from kb.patterns.folders import NotAPattern, find_folders, read_folder
from kb.patterns.storing import store_trial
from kb.patterns.trials import attempt
from kb.patterns.verdicts import judge_trial

PATTERNS = settings.BASE_DIR / "patterns"
STATES = PatternSuite.State


class Command(MigratedCommand):
    help = "Runs the broken and the fixed suite of test patterns, and stores what was seen for their pages."

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", metavar="PATTERN", help="a name in patterns/, or a folder")
        parser.add_argument("--python", type=Path, help="the interpreter that has what the suites need")
        parser.add_argument("--postgres", default="", help="a server on which databases may be made, postgres://…")
        parser.add_argument("--redis", default="", help="a server of which 15 databases may be emptied, redis://…")
        parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many run at a time")
        parser.add_argument("--strict", action="store_true", help="end with 1 also if a pattern could not be run")

    def handle(self, *, names, jobs, strict, **options):
        started = time.monotonic()
        found = {path: self._read(path) for path in _paths(names)}
        folders = [folder for folder in found.values() if folder]
        environment = _ask(options["python"] or usual_python())
        learn_pages(folders)
        urls = {"postgres": options["postgres"], "redis": options["redis"]}
        with ThreadPoolExecutor(jobs) as pool:
            trials = pool.map(lambda folder: attempt(folder, environment, urls), folders)
            states = Counter(self._judge(trial, environment) for trial in trials)
        states[STATES.FAILED] += len(found) - len(folders)
        self._sum_up(states, time.monotonic() - started)
        if states[STATES.FAILED] or (strict and states[STATES.UNVERIFIED]):
            raise SystemExit(1)

    def _read(self, path):
        try:
            return read_folder(path)
        except NotAPattern as error:
            self._tell(STATES.FAILED, path.name, error)
            return None

    def _judge(self, trial, environment):
        page = Document.objects.get(location=disk_location(str(trial.folder.page)))
        suite = store_trial(page, trial, judge_trial(trial, page), environment.versions)
        times = f", passed {suite.n_passed} times" if suite.n_passed > 1 else ""
        self._tell(suite.state, suite.slug, suite.reason or f"{suite.seconds:.1f} s{times}")
        return suite.state

    def _tell(self, state, slug, why):
        self.stdout.write(f"{state:<10}  {slug}  {why}")

    def _sum_up(self, states, seconds):
        told = ", ".join(f"{states[state]} {state}" for state in STATES.values if states[state])
        self.stdout.write(f"{sum(states.values())} patterns: {told}, in {seconds:.0f} s.")


def learn_pages(folders):
    """The pages are documents like any other; those of the repository come in together, under one name."""
    places = {PATTERNS if folder.path.parent == PATTERNS else folder.path for folder in folders}
    if places:
        call_command("import_documents", *sorted(map(str, places)), stdout=StringIO())


def _paths(names):
    """The folders of the patterns named, those of the repository if none is."""
    paths = [path for name in names or [str(PATTERNS)] for path in _found(name)]
    return list(dict.fromkeys(paths))


def _found(name):
    given = PATTERNS / name if (PATTERNS / name).is_dir() else Path(name)
    if found := find_folders(given):
        return found
    raise CommandError(f"{name} is neither a name in patterns/ nor a folder with a pattern.md.")


def _ask(python):
    try:
        return ask(python)
    except NoInterpreter as error:
        raise CommandError(str(error)) from error
