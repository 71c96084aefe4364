"""The life of an import out of the browser: planned, started, carried out beside the site, taken up again, over."""

from collections import Counter, deque
from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, default_task_backend, task
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks_db.models import DBTaskResult

from incidents.identity import CHANGED, MERGED, NEW, UNCHANGED
from incidents.importing import import_files
from incidents.looking import Seen, look
from incidents.models import ImportedFile, ImportRun
from incidents.storing import storable
from incidents.uploads import Sent, keep, open_kept, throw_away
from kb.catalogue import drop_unfounded, learn_all
from kb.news import news_of_import
from kb.planner import count_again
from kb.search.indexing import catch_up

NAMES_TOLD = 5
# From so many new documents on the database's planner is told.
MANY = 200
PLANS_ARE_KEPT = timedelta(days=1)


class Stage(models.TextChoices):
    PLANNED = "planned", "not started"
    WAITING = "waiting", "waiting"
    RUNNING = "running", "under way"
    BROKEN = "broken", "broken off"
    FINISHED = "finished", "finished"
    ELSEWHERE = "elsewhere", "on the command line"


STAGES = {TaskResultStatus.READY: Stage.WAITING, TaskResultStatus.RUNNING: Stage.RUNNING}


def plan(sent: list[Sent], collection: str) -> ImportRun:
    """Keeps the files and says in a run that is not started yet what would come of each."""
    drop_old_plans()
    spool = uuid4().hex
    keep(sent, settings.SPOOL / spool, collection)
    run = ImportRun(sources=_told([file.name for file in sent]), spool=spool)
    with open_kept(settings.SPOOL / spool) as sources:
        _foretell(run, sources)
    return run


def begin(run: ImportRun) -> None:
    """Starts a planned run, or one that was broken off; any other stays as it is."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if stage(run) == Stage.PLANNED:
            run.files.all().delete()
            run.total, run.counts = None, {}
        elif stage(run) != Stage.BROKEN:
            return
        _enqueue(run)


def discard(run: ImportRun) -> None:
    """Forgets a run that was never started."""
    throw_away(settings.SPOOL / run.spool)
    run.delete()


def stage(run: ImportRun) -> Stage:
    if run.finished:
        return Stage.FINISHED
    if not run.task:
        return Stage.PLANNED if run.spool else Stage.ELSEWHERE
    try:
        status = default_task_backend.get_result(run.task).status
    except TaskResultDoesNotExist:
        return Stage.BROKEN
    return STAGES.get(status, Stage.BROKEN)


@task()
def carry_out(pk: int) -> None:
    """Does what is left to do of a run. It may be killed anywhere and called again: the end is the same."""
    run = ImportRun.objects.get(pk=pk)
    if not run.spool:
        return
    folder = settings.SPOOL / run.spool
    if not run.finished:
        with open_kept(folder) as sources:
            deque(import_files(sources, run, learn_all), maxlen=0)
    settle(run)
    throw_away(folder)
    run.spool = ""
    run.save(update_fields=["spool"])


def settle(run: ImportRun) -> None:
    """What follows the last file: entries that nothing speaks for go, the index catches up, watchers are told."""
    if run.counts.get(CHANGED) or run.counts.get(MERGED):
        drop_unfounded()
    catch_up()
    if run.counts.get(NEW, 0) >= MANY:
        count_again()
    news_of_import(run)


def take_up_again() -> None:
    """Starts whatever was under way when the last worker ended. Only for a worker that is the only one."""
    under_way = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).values_list("pk", flat=True)
    broken_off = models.Q(task__in=map(str, under_way))
    for run in ImportRun.objects.filter(broken_off | ~models.Q(spool="")).exclude(task=""):
        if stage(run) != Stage.WAITING:
            with transaction.atomic():
                DBTaskResult.objects.filter(pk=run.task).delete()
                _enqueue(run)


def drop_old_plans() -> None:
    """Forgets uploads that were never started, and what is left of those that broke off before they were a run."""
    long_ago = timezone.now() - PLANS_ARE_KEPT
    for run in ImportRun.objects.filter(task="", started__lt=long_ago).exclude(spool=""):
        discard(run)
    used = set(ImportRun.objects.exclude(spool="").values_list("spool", flat=True))
    for folder in settings.SPOOL.glob("*/"):
        if folder.name not in used and folder.stat().st_mtime < long_ago.timestamp():
            throw_away(folder)


def _enqueue(run: ImportRun) -> None:
    run.task = carry_out.enqueue(run.pk).id
    run.save()


def _foretell(run: ImportRun, sources: Iterable) -> None:
    seen = list(look(sources, settings.MAX_DOCUMENT_BYTES))
    run.counts = dict(Counter(file.imported.result for file in seen))
    with transaction.atomic():
        run.save()
        told = [file for file in seen if file.imported.result != UNCHANGED]
        ImportedFile.objects.bulk_create((_row(run, file) for file in told), batch_size=500)


def _row(run: ImportRun, seen: Seen) -> ImportedFile:
    file = seen.imported
    problems = [[problem.line, storable(problem.message)] for problem in file.problems]
    return ImportedFile(
        run=run, path=file.path, result=file.result, document=file.document, kind=seen.kind, problems=problems
    )


def _told(names: list[str]) -> list[str]:
    """The names for the list of runs: folders for their files, and of many the first ones."""
    tops = list(dict.fromkeys(storable(name.split("/")[0]) for name in names))
    more = len(tops) - NAMES_TOLD
    return tops[:NAMES_TOLD] + ([f"{more} more"] if more > 0 else [])
