"""Reading in processes of its own: every core reads, and a document that takes too long is given up, not waited for."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import TimeoutError as TookTooLong
from multiprocessing import get_context
from multiprocessing.pool import AsyncResult, Pool

try:
    import resource
except ImportError:  # Windows has none: there only the time is bounded
    resource = None

from django.conf import settings

from incidents.files import SourceFile
from incidents.reading.encodings import NotText
from incidents.reading.read import read_document
from incidents.reading.values import ReadDocument

# Starting the processes takes half a second; fewer bytes than this are read by then.
WORTH_IT_FROM = 300_000

# Waits for what was begun, and gives for each file what it says, or one sentence on why it says nothing.
Answers = Callable[[], list[ReadDocument | str]]


@contextmanager
def open_readers() -> Iterator[Callable[[Sequence[SourceFile]], Answers]]:
    """A function that begins to read files; a little to read is read on the spot instead."""
    readers = Readers()
    try:
        yield readers.begin
    finally:
        readers.stop()


def read(file: SourceFile) -> ReadDocument | str:
    """What the file says, or one sentence on why it says nothing."""
    try:
        return read_document(file.path, file.content)
    except NotText as error:
        return str(error)
    except RecursionError:
        return "It is nested too deeply to be read."
    except MemoryError:
        return "It takes too much memory to be read."


def _bound_memory(most: int) -> None:
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


class Readers:
    """Processes that survive their documents: when one takes too long, all are replaced."""

    def __init__(self):
        self.pool = None

    def begin(self, files: Sequence[SourceFile]) -> Answers:
        if sum(len(file.content) for file in files) < WORTH_IT_FROM:
            return lambda: [read(file) for file in files]
        waiting = [self._ask(file) for file in files]
        return lambda: [self._answer(file, *asked) for file, asked in zip(files, waiting, strict=True)]

    def stop(self) -> None:
        if self.pool:
            self.pool.terminate()
            self.pool.join()
            self.pool = None

    def _ask(self, file: SourceFile) -> tuple[Pool, AsyncResult]:
        # Spawned, not forked: a fork would share the connection to the database.
        self.pool = self.pool or get_context("spawn").Pool(os.cpu_count(), _bound_memory, [settings.MAX_READING_BYTES])
        return self.pool, self.pool.apply_async(read, (file,))

    def _answer(self, file: SourceFile, pool: Pool, result: AsyncResult) -> ReadDocument | str:
        if pool is not self.pool and not result.ready():
            _, result = self._ask(file)
        try:
            return result.get(settings.MAX_READING_SECONDS)
        except TookTooLong:
            self.stop()
            return f"Reading it took longer than {settings.MAX_READING_SECONDS} seconds, so it was given up."
