"""What a pattern's suites are and what their trial showed, kept beside the document that is the pattern's page."""

from django.utils import timezone

from incidents.models import Document
from kb.models import PatternSuite
from kb.patterns.environments import Environment, normal
from kb.patterns.folders import PatternFolder, read_suite
from kb.patterns.trials import Trial
from kb.patterns.verdicts import Judged

SHOWN_OUTPUT = 20_000
CUT = "\n… cut here …\n"


def store_trial(page: Document, trial: Trial, judged: Judged, environment: Environment) -> PatternSuite:
    """Replaces what was known of the suites beside `page`."""
    folder = trial.folder
    passed = [run for run in trial.fixed if run.passed]
    values = {
        "slug": folder.slug,
        "category": folder.category,
        "subcategory": folder.subcategory,
        "symptoms": list(folder.symptoms),
        "libraries": list(folder.libraries),
        "runs": sorted(folder.runs),
        "broken": read_suite(folder.path / "broken"),
        "fixed": read_suite(folder.path / "fixed"),
        "state": judged.state,
        "reason": judged.reason,
        "run_at": timezone.now() if trial.broken else None,
        "seconds": round(trial.seconds, 2),
        "n_passed": len(passed),
        "versions": _versions(folder, environment) if trial.broken else {},
        "broken_output": _shown(trial.broken.output) if trial.broken else "",
        "fixed_output": _shown(trial.fixed[-1].output) if trial.fixed else "",
    }
    return PatternSuite.objects.update_or_create(document=page, defaults=values)[0]


def _versions(folder: PatternFolder, environment: Environment) -> dict[str, str]:
    """Of Python, pytest and the packages that the suites need."""
    return {name: environment.versions[normal(name)] for name in ("Python", *folder.required)}


def _shown(output: str) -> str:
    """The output with its middle left out if it is long: the first failure and the summary say what is to be seen."""
    output = output.replace("\0", "")
    if len(output) <= SHOWN_OUTPUT:
        return output
    half = SHOWN_OUTPUT // 2
    return output[:half] + CUT + output[-half:]
