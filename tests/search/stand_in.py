"""A server that answers the few requests we make as OpenSearch's documentation says, on a real port, out of memory.

It takes nothing else: an unknown address, clause or option is answered with 400, as OpenSearch does.
"""

import json
import math
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

WINDOW = 10_000


class StandIn(ThreadingHTTPServer):
    """`rows` has for each id of the index its columns as lists of words, or None without an index."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.rows, self.versions, self.asked = None, {}, []
        self.window = WINDOW

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def stand_in():
    server = StandIn()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


class Answer(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_HEAD(self):
        self.tell(200 if self.server.rows is not None else 404)

    def do_PUT(self):
        if set(json.loads(self.body())) - {"mappings", "settings"} or self.server.rows is not None:
            return self.tell(400, {"error": "resource_already_exists_exception"})
        self.server.rows = {}
        self.tell(200, {"acknowledged": True})

    def do_POST(self):
        address = urlsplit(self.path)
        self.options = {name: values[0] for name, values in parse_qs(address.query).items()}
        answer = {"_bulk": self.bulk, "_search": self.search}.get(address.path.rpartition("/")[2])
        self.tell(*answer(self.body()) if answer else (400, {"error": "unknown address"}))

    do_GET = do_POST

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()

    def tell(self, status, answer=None):
        said = json.dumps(answer or {}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(said)

    def bulk(self, text):
        lines = iter(map(json.loads, text.splitlines()))
        items = [{kind: self.written(kind, named, lines)} for line in lines for kind, named in line.items()]
        return 200, {"errors": any(one["status"] > 299 for item in items for one in item.values()), "items": items}

    def written(self, kind, named, lines):
        rows, versions, pk = self.server.rows, self.server.versions, named["_id"]
        columns = next(lines) if kind == "index" else None
        assert named["version_type"] == "external_gte"
        if named["version"] < versions.get(pk, 0):
            return {"_id": pk, "status": 409, "error": {"type": "version_conflict_engine_exception"}}
        versions[pk] = named["version"]
        if kind == "delete":
            return {"_id": pk, "status": 200 if rows.pop(pk, None) else 404}
        rows[pk] = {name: words.split() for name, words in columns.items()}
        return {"_id": pk, "status": 201}

    def search(self, text):
        body = json.loads(text)
        self.server.asked.append(body)
        if self.server.rows is None:
            return (200, {}) if self.options.get("ignore_unavailable") == "true" else (404, {"error": "no such index"})
        if set(body) - {"query", "sort", "size", "track_total_hits", "_source"} or body["size"] > WINDOW:
            return 400, {"error": "unknown option, or more hits than index.max_result_window"}
        scores = {pk: score(body["query"], pk, row, self.server.rows) for pk, row in self.server.rows.items()}
        best = sorted((pk for pk in scores if scores[pk]), key=lambda pk: -scores[pk])
        shown = best[: min(body["size"], self.server.window)]
        total = body["track_total_hits"] if len(shown) < len(best) else len(best)
        return 200, {"hits": {"total": {"value": total}, "hits": [{"_id": pk} for pk in shown]}}


def score(query, pk, row, rows):
    """What a row is worth to a query, 0 if it is not found."""
    ((kind, told),) = query.items()
    return CLAUSES[kind](told, pk, row, rows)


def _bool(told, pk, row, rows):
    assert set(told) <= {"must", "filter"}
    if not all(score(query, pk, row, rows) for query in told.get("filter", ())):
        return 0
    found = [score(query, pk, row, rows) for query in told["must"]]
    return sum(found) if all(found) else 0


def _dis_max(told, pk, row, rows):

    return _tied([score(query, pk, row, rows) for query in told["queries"]], told["tie_breaker"])


def _multi_match(told, pk, row, rows):
    assert set(told) <= {"query", "fields", "type", "tie_breaker", "max_expansions"}
    begins = {"phrase": False, "phrase_prefix": True}[told["type"]]
    weights = dict(field.split("^") for field in told["fields"])
    run = told["query"].split()
    found = [float(weight) * _bm25(name, run, row, rows, begins) for name, weight in weights.items()]
    return _tied(found, told["tie_breaker"])


def _tied(scores, breaker):
    return max(scores) + breaker * (sum(scores) - max(scores))


def _bm25(name, run, row, rows, begins):
    """As Lucene has it, with k1 = 1.2 and b = 0.75."""
    n = _times(row[name], run, begins)
    if not n:
        return 0
    lengths = [len(other[name]) for other in rows.values() if other[name]]
    n_with = [sum(1 for other in rows.values() if _times(other[name], [word], begins)) for word in run]
    rarity = sum(math.log(1 + (len(lengths) - having + 0.5) / (having + 0.5)) for having in n_with)
    return rarity * n / (n + 1.2 * (0.25 + 0.75 * len(row[name]) * len(lengths) / sum(lengths)))


def _times(words, run, begins):
    starts = range(len(words) - len(run) + 1)
    return sum(_stands(words[start : start + len(run)], run, begins=begins) for start in starts)


def _stands(words, run, *, begins):
    return words[:-1] == run[:-1] and (words[-1].startswith(run[-1]) if begins else words[-1] == run[-1])


def _prefix(told, pk, row, rows):
    ((name, asked),) = told.items()
    return asked["boost"] if any(word.startswith(asked["value"]) for word in row[name]) else 0


CLAUSES = {
    "bool": _bool,
    "dis_max": _dis_max,
    "multi_match": _multi_match,
    "prefix": _prefix,
    "ids": lambda told, pk, row, rows: int(pk in told["values"]),
}
