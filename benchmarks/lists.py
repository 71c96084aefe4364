"""How fast are lists, beside the list that anybody would write first and beside a page that only says hello?
100,000 signatures, each with documents, causes with fixes, and patterns, one document of a hundred restricted, asked by
a visitor without an account; gunicorn as `make run` starts it, under wrk.

usage: python benchmarks/lists.py      (needs wrk; DATABASE_URL names an empty database; SECONDS=5 a measurement)
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp()}/lists.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
os.environ["HASHED_STATIC_FILES"] = "0"
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import django  # noqa: E402
from django.core.management import call_command  # noqa: E402

django.setup()

from incidents.models import Document, Finding  # noqa: E402
from kb.models import (  # noqa: E402
    Cause,
    CauseFix,
    Evidence,
    Fix,
    Pattern,
    Signature,
    SignatureCause,
    SignaturePattern,
)
from kb.planner import count_again  # noqa: E402

N = int(os.environ.get("N", "100000"))
N_DOCUMENTS = N // 10
SECONDS = os.environ.get("SECONDS", "5")
RESTRICTED = 100
ROUNDS = 3
PORT = int(os.environ.get("PORT", "8917"))
SITE = f"http://127.0.0.1:{PORT}"
LAST = N // 50

SUBJECTS = ("Lock", "Pool", "Row", "Queue", "Disk", "Token")
TYPES = [f"{subject}{fault}" for subject in SUBJECTS for fault in ("Error", "Timeout")]
LANGUAGES = ("python", "js", "go", "rust", "java")
OUTCOMES = ("worked", "failed", "proposed")

# What is asked for, under which name; the first is the measure of the others.
ASKED = (
    ("hello", "/hello/", False),
    ("304 to who has it", "/signatures/?sort=new", True),
    ("page kept in memory", "/signatures/?sort=new", False),
    ("list", "/made/?sort=new", False),
    ("list, sorted by documents", "/made/", False),
    ("list, filtered", "/made/?language=go&state=confirmed&sort=new", False),
    ("list, last page but 9", f"/made/?sort=new&page={LAST - 9}", False),
    ("obvious list", "/obvious/", False),
    ("obvious, filtered", "/obvious/?language=go&state=confirmed", False),
    ("obvious, last page but 9", f"/obvious/?page={LAST - 9}", False),
    ("obvious with facets", "/obvious/facets/", False),
)


def main():
    call_command("migrate", verbosity=0)
    if not Signature.objects.exists():
        fill()
    time.sleep(1.1)
    with served():
        warm = {name: first_answer(path) for name, path, _ in ASKED}
        figures = {name: [] for name, _, _ in ASKED}
        for _ in range(ROUNDS):
            for name, path, known in ASKED:
                figures[name].append(requests_per_second(path, known=known))
    report(warm, {name: statistics.median(found) for name, found in figures.items()})


def fill():
    started = time.perf_counter()
    day = date(2025, 1, 1)
    documents = [
        Document(
            location=f"/d/{n}",
            path=f"d/{n}.md",
            kind="incident",
            title=f"Report {n}",
            date=day + timedelta(n % 400),
            visibility="open" if n % RESTRICTED else "restricted",
        )
        for n in range(N_DOCUMENTS)
    ]
    documents = Document.objects.bulk_create(documents, 2000)
    causes = _statements(Cause, N // 5, "Two workers take the rows in another order, case")
    fixes = _statements(Fix, N // 5, "Take the rows in one order, case")
    patterns = _statements(Pattern, N // 50, "def test_rows_are_taken_in_order")
    signatures = Signature.objects.bulk_create([_signature(n) for n in range(N)], 2000)
    _evidence(documents, signatures, fixes)
    pairs = range(N)
    _links(SignatureCause, [(documents[n % N_DOCUMENTS], signatures[n], causes[n % len(causes)]) for n in pairs])
    _links(CauseFix, [(documents[n % N_DOCUMENTS], causes[n], fixes[n]) for n in range(len(causes))])
    some = range(0, N, 2)
    _links(SignaturePattern, [(documents[n % N_DOCUMENTS], signatures[n], patterns[n % len(patterns)]) for n in some])
    count_again()
    print(f"{N:,} signatures filed in {time.perf_counter() - started:.0f} s")


def _statements(model, number, words):
    made = [model(key=f"{n}", text=f"{words} {n}", state=("suggested", "confirmed")[n % 2]) for n in range(number)]
    return model.objects.bulk_create(made, 2000)


def _signature(n):
    kind = TYPES[n * 7 % len(TYPES)]
    title = f"{kind}: gave up after <*> s on row <*> of table orders_{n} while a nightly run held the lock"
    return Signature(
        key=str(n),
        slug=f"s-{n}",
        title=title,
        template=title,
        exception_type=kind,
        language=LANGUAGES[n % 5],
        state=("suggested", "confirmed")[n % 3 == 0],
    )


def _evidence(documents, signatures, fixes):
    """Two documents met each signature, and one says of each fix how it went."""
    met = [_finding(documents[(n + turn * 37) % N_DOCUMENTS], f"s{n}-{turn}") for n in range(N) for turn in range(2)]
    met = Finding.objects.bulk_create(met, 2000)
    rows = [Evidence(finding=finding, signature=signatures[n // 2]) for n, finding in enumerate(met)]
    Evidence.objects.bulk_create(rows, 2000)
    told = [_finding(documents[n % N_DOCUMENTS], f"f{n}", OUTCOMES[n % 3]) for n in range(len(fixes))]
    told = Finding.objects.bulk_create(told, 2000)
    Evidence.objects.bulk_create([Evidence(finding=f, fix=fix) for f, fix in zip(told, fixes, strict=True)], 2000)


def _finding(document, label, outcome=""):
    kind = "fix" if outcome else "signature"
    return Finding(
        document=document,
        label=label,
        kind=kind,
        text="It broke.",
        first_line=1,
        last_line=1,
        confidence="stated",
        outcome=outcome,
    )


def _links(model, rows):
    names = [field.name for field in model._meta.fields if field.is_relation]
    ordered = ["document", *(name for name in names if name != "document")]
    model.objects.bulk_create([model(**dict(zip(ordered, row, strict=True))) for row in rows], 2000)


@contextmanager
def served():
    command = [sys.executable, "-m", "gunicorn", "-c", "python:kb.serving", "--bind", f"127.0.0.1:{PORT}", "list_site"]
    path = os.pathsep.join((str(ROOT), str(ROOT / "benchmarks")))
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"{SITE}/hello/")
        yield
    finally:
        server.terminate()
        server.wait()


def wait_for(url):
    for _ in range(400):
        try:
            return urllib.request.urlopen(url).read()
        except OSError:
            time.sleep(0.2)
    sys.exit("gunicorn does not answer")


def first_answer(path):
    """Seconds and bytes of the first answer, and the tag of the page, after which both workers are warm."""
    started = time.perf_counter()
    answer = urllib.request.urlopen(SITE + path)
    size = len(answer.read())
    seconds = time.perf_counter() - started
    for _ in range(12):
        urllib.request.urlopen(SITE + path).read()
    return seconds, size


def requests_per_second(path, *, known):
    tag = urllib.request.urlopen(SITE + path).headers.get("ETag") if known else None
    sent = ["-H", f"If-None-Match: {tag}"] if tag else []
    command = ["wrk", "-t1", "-c8", f"-d{SECONDS}s", *sent, SITE + path]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said and not known:
        sys.exit(f"{path} is answered by errors:\n{said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def report(warm, figures):
    print(f"{'':28}{'r/s':>9}  {'first':>7}  {'KB':>6}")
    for name, rate in figures.items():
        seconds, size = warm[name]
        print(f"{name:28}{rate:9,.1f}  {seconds * 1000:5,.0f}ms  {size / 1000:6.1f}")
    hello, obvious, own = figures["hello"], figures["obvious list"], figures["list"]
    print(f"list beside the obvious one: {own / obvious:.1f} times (wanted: 3)")
    print(f"filtered, the same: {figures['list, filtered'] / figures['obvious, filtered']:.1f} times")
    with_facets = figures["obvious with facets"]
    times = f"{own / with_facets:.1f} times" if with_facets else "it never answered"
    print(f"beside the obvious one with facets: {times}")
    print(f"a late page beside the first: {own / figures['list, last page but 9']:.2f} times its cost (wanted: 1.2)")
    print(f"304 beside hello: {figures['304 to who has it'] / hello:.0%} (wanted: 80 %)")
    print(f"kept page beside hello: {figures['page kept in memory'] / hello:.0%} (wanted: 80 %)")


if __name__ == "__main__":
    main()
