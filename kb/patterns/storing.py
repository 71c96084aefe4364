"""What a pattern's suites are and what their trial showed, kept beside the document that is the pattern's page."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from incidents.models import Document
from incidents.sources import disk_location
from kb.models import PatternLibrary, PatternSuite, PatternSymptom
from kb.patterns.environments import normal
from kb.patterns.folders import NotAPattern, PatternFolder, read_folder, read_suite
from kb.patterns.trials import Trial
from kb.patterns.verdicts import Judged

SHOWN_OUTPUT = 20_000
UNRUN = "It has not been run on this site yet: `make verify` runs it."
CUT = "\n… cut here …\n"


def store_unrun(paths: Iterable[Path]) -> None:
    """Keeps the suites of these folders as they are, for pages that were imported and have none on record.

    A folder that is no pattern is left to `verify_patterns`, which says what is wrong with it.
    """
    for path in paths:
        try:
            folder = read_folder(path)
        except NotAPattern:
            continue
        page = Document.objects.filter(location=disk_location(str(folder.page)), suite=None).first()
        if page:
            store_trial(page, Trial(folder, obstacle=UNRUN), Judged("unverified", UNRUN), {})


@transaction.atomic
def store_trial(page: Document, trial: Trial, judged: Judged, versions: Mapping[str, str]) -> PatternSuite:
    """Replaces what was known of the suites beside `page`; `versions` are those of all that is installed."""
    folder = trial.folder
    passed = [run for run in trial.fixed if run.passed]
    values = {
        "slug": folder.slug,
        "category": folder.category,
        "subcategory": folder.subcategory,
        "runs": sorted(folder.runs),
        "broken": read_suite(folder.path / "broken"),
        "fixed": read_suite(folder.path / "fixed"),
        "state": judged.state,
        "reason": judged.reason,
        "run_at": timezone.now() if trial.broken else None,
        "seconds": round(trial.seconds, 2),
        "n_passed": len(passed),
        "versions": _versions(folder, versions) if trial.broken else {},
        "broken_output": _shown(trial.broken.output) if trial.broken else "",
        "fixed_output": _shown(trial.fixed[-1].output) if trial.fixed else "",
    }
    suite = PatternSuite.objects.update_or_create(document=page, defaults=values)[0]
    suite.symptoms.all().delete()
    suite.libraries.all().delete()
    PatternSymptom.objects.bulk_create(PatternSymptom(suite=suite, text=text) for text in folder.symptoms)
    PatternLibrary.objects.bulk_create(
        PatternLibrary(suite=suite, name=name, versions=versions) for name, versions in folder.libraries.items()
    )
    return suite


def _versions(folder: PatternFolder, versions: Mapping[str, str]) -> dict[str, str]:
    """Of Python, pytest and the packages that the suites need."""
    return {name: versions[normal(name)] for name in ("Python", *folder.required)}


def _shown(output: str) -> str:
    """The output with its middle left out if it is long: the first failure and the summary say what is to be seen."""
    output = output.replace("\0", "")
    if len(output) <= SHOWN_OUTPUT:
        return output
    half = SHOWN_OUTPUT // 2
    return output[:half] + CUT + output[-half:]
