"""The process beside the site that does what takes long. One works at a time: so it knows what another left undone."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import BinaryIO

from django.conf import settings
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands import db_worker

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

SECONDS_BETWEEN_LOOKS = 1


class Worker(db_worker.Worker):
    """Ends at once when it is told to, in the middle of a task too: the next worker takes the task up again."""

    def __init__(self, *, once: bool):
        super().__init__(
            queue_names=["*"],
            interval=SECONDS_BETWEEN_LOOKS,
            batch=once,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )

    @contextmanager
    def stoppable(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.shutdown) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        except KeyboardInterrupt:
            return
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def shutdown(self, signum, frame):
        if self.running:
            self.running = False
            raise KeyboardInterrupt


@contextmanager
def the_only_worker() -> Iterator[None]:
    """Waits until no other worker is left. The lock is the system's: it ends with the process, however that ends."""
    with open(_lock_file(), "ab") as file:
        while not _locked(file):
            sleep(SECONDS_BETWEEN_LOOKS)
        yield


def is_at_work() -> bool:
    """Whether there is a worker, busy or waiting for something to do."""
    with open(_lock_file(), "ab") as file:
        return not _locked(file)


def end_with_input() -> None:
    """Ends this process when its standard input is closed, as happens when the process that started it is gone."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _lock_file() -> Path:
    settings.SPOOL.mkdir(parents=True, exist_ok=True)
    return settings.SPOOL / "worker.lock"


def _locked(file: BinaryIO) -> bool:
    try:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True
