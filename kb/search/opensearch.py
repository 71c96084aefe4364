"""OpenSearch as an engine: it finds and ranks rows by their words, the database says which of them may be shown.

No filter and no rule of access has a copy there that could be late: the ranked ids come back and are joined to the
tables in one statement. What is written is marked in the transaction of the row and sent by the worker soon after.
"""

import json
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from kb.search.columns import WEIGHTS, Columns, columns_of
from kb.search.opensearch_bodies import BEST, INDEX, action, question
from kb.search.query import Term
from kb.search.ranked import EngineAway, Ranked
from kb.search.rows import SearchMark, SearchRow

try:
    from opensearchpy import OpenSearch
    from opensearchpy.exceptions import OpenSearchException
    from opensearchpy.helpers import streaming_bulk
except ImportError:  # It is an extra: requirements-opensearch.txt.
    OpenSearch = None

SECONDS = 10
AGAIN = timedelta(minutes=1)
# So many rows are read and sent at a time, in requests of so many bytes.
BATCH = 200
MOST_BYTES = 10_000_000
# A newer version is there already; what is to be taken out is not.
FINE = (200, 201, 404, 409)
FROM = {
    "sqlite": "json_each(%s) f CROSS JOIN kb_searchrow r ON r.id = f.value",
    "postgresql": "json_array_elements_text(%s) WITH ORDINALITY f(value, key) JOIN kb_searchrow r"
    " ON r.id = f.value::bigint",
}


def ranked(terms: Sequence[Term], among: Sequence[int] | None = None) -> Ranked:
    """The rows with these words, among all or those of these ids."""
    body = question(terms, WEIGHTS, among)
    # What was never written is searched like an index with nothing in it.
    told = _ask(
        lambda client: client.search(
            index=settings.OPENSEARCH_INDEX,
            body=body,
            params={"ignore_unavailable": "true", "filter_path": "hits.total.value,hits.hits._id"},
        )
    )
    found = told.get("hits", {})
    ids = json.dumps([int(hit["_id"]) for hit in found.get("hits", ())])
    total = found.get("total", {}).get("value", 0)
    return Ranked(FROM[connection.vendor], "1 = 1", (ids,), "f.key", is_cut=total > BEST)


def write(rows: Iterable[tuple[int, Columns]]) -> None:
    _mark([pk for pk, _ in rows])


def remove(pks: Iterable[int]) -> None:
    _mark(pks)


def waiting() -> int:
    """How many rows were written or removed and are not in the index of the server as they are."""
    return SearchMark.objects.values("row").distinct().count() if settings.OPENSEARCH_URL else 0


def send() -> int:
    """Sends what is marked, and says how many rows that were. To send a row twice changes nothing."""
    if not settings.OPENSEARCH_URL:
        return 0
    _make_index()
    return sum(_send(rows) for rows in _batches())


@task()
def send_soon() -> None:
    """While the server is away, tried again every minute."""
    try:
        send()
    except EngineAway:
        _ask_for_sending(timezone.now() + AGAIN)
        raise


def _mark(pks: Iterable[int]) -> None:
    """In the transaction of the rows, and so is the task that sends them."""
    if SearchMark.objects.bulk_create([SearchMark(row=pk) for pk in pks], 1000):
        _ask_for_sending()


def _ask_for_sending(when: datetime | None = None) -> None:
    waiting = DBTaskResult.objects.filter(task_path=send_soon.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        send_soon.using(run_after=when).enqueue()


def _make_index() -> None:
    """An index that is new, or was lost, is owed every row there is."""
    name = settings.OPENSEARCH_INDEX
    if not _ask(lambda client: client.indices.exists(index=name)):
        _ask(lambda client: client.indices.create(index=name, body=INDEX))
        pks = SearchRow.objects.values_list("pk", flat=True)
        SearchMark.objects.bulk_create((SearchMark(row=pk) for pk in pks.iterator()), 1000)


def _batches() -> Iterator[list[int]]:
    marked = SearchMark.objects.order_by("row").values_list("row", flat=True).distinct()
    while rows := list(marked[:BATCH]):
        yield rows


def _send(rows: Collection[int]) -> int:
    """The version is taken after the marks and before the rows: of two at once, the later one has read all of both."""
    marks = list(SearchMark.objects.filter(row__in=rows).values_list("pk", flat=True))
    version = time.time_ns() // 1000
    standing = SearchRow.objects.filter(pk__in=rows)
    columns = dict.fromkeys(rows) | columns_of(standing)
    actions = [action(settings.OPENSEARCH_INDEX, pk, version, told) for pk, told in columns.items()]
    _ask(lambda client: _write_all(client, actions))
    SearchMark.objects.filter(pk__in=marks).delete()
    return len(rows)


def _write_all(client, actions: list[dict]) -> None:
    answers = streaming_bulk(client, actions, max_chunk_bytes=MOST_BYTES, raise_on_error=False, refresh="true")
    refused = [told for _, answer in answers for told in answer.values() if told["status"] not in FINE]
    if refused:
        raise EngineAway(f"OpenSearch refused {len(refused)} rows, the first with {refused[0]['error']}.")


def _ask(request):
    try:
        return request(_client(settings.OPENSEARCH_URL))
    except OpenSearchException as error:
        raise EngineAway(f"OpenSearch does not answer as it should: {error}") from error


@cache
def _client(url: str):
    if OpenSearch is None:
        raise ImproperlyConfigured("OPENSEARCH_URL is set: install what requirements-opensearch.txt names.")
    return OpenSearch([url], timeout=SECONDS, max_retries=1)
