"""How long a long build log takes to answer: `long_log.py [--failures 200] [--megabytes 5] [--repeat 3]`

The log is made by running pytest on a suite of that many failing tests, which log as much as it takes. The measure is
one pass over the same text with the union of the masks, `re` alone: whoever wants to mask a log pays that much.
Printed: the answer as a multiple of it, and which step took which share of the time. The catalogue holds one
signature for each kind of failure in the suite.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from embedded import empty_database

from incidents.reading.cleaning import clean
from incidents.reading.failures.folding import fold
from incidents.reading.masks import UNIONS
from incidents.reading.redacting import redact
from incidents.reading.splitting import recognised
from kb.answers import answer_failures, answer_paste
from kb.models import Signature
from kb.signatures import index_all

KINDS = (
    ("LookupError", "no shelf <*> in hall <*>"),
    ("ConnectionError", "[Errno 111] Connection refused by 10.0.0.<*>:5432"),
    ("AssertionError", "assert 500 == 404"),
    ("ValueError", "ledger <*> is out of balance by <*>"),
)
SUITE = """
import logging, pytest
log = logging.getLogger("shop.stock")

def fetch(number):
    raise ConnectionError(f"[Errno 111] Connection refused by 10.0.0.{{number % 250}}:5432")

def balance(number):
    try:
        {{}}[number]
    except KeyError as error:
        raise ValueError(f"ledger {{number}} is out of balance by {{number * 7}}.50") from error

@pytest.mark.parametrize("number", range({failures}))
def test_stock(number):
    for step in range({steps}):
        log.info("step %d of order %d: moved item sku-%05d from shelf %d to /srv/shop/hall/%d.csv in %.3f s",
                 step, number, step * 31, step % 9, number, step / 7)
    if number % 4 == 0:
        raise LookupError(f"no shelf {{number}} in hall {{number // 3}}")
    if number % 4 == 1:
        fetch(number)
    if number % 4 == 2:
        status = 500
        assert status == 404
    balance(number)
"""
BYTES_A_STEP = 128


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", type=int, default=200)
    parser.add_argument("--megabytes", type=float, default=5)
    parser.add_argument("--repeat", type=int, default=3)
    args = parser.parse_args()
    text = pytest_log(args.failures, args.megabytes)
    empty_database()
    record()
    floor = fastest(lambda: UNIONS["M"].sub("", text), args.repeat)
    whole = fastest(lambda: answer_paste(text), args.repeat)
    print(f"{len(text) / 1e6:.1f} MB, {text.count(chr(10))} lines, {len(answer_paste(text).answers)} failures told")
    print(f"one pass with the masks {1000 * floor:8.1f} ms")
    print(f"the whole answer        {1000 * whole:8.1f} ms, {whole / floor:.2f} times the pass")
    for step, seconds in steps(text, args.repeat):
        print(f"  {step:21} {1000 * seconds:8.1f} ms, {seconds / floor:.2f} times the pass")


def pytest_log(failures: int, megabytes: float) -> str:
    """What pytest prints of a suite of so many failing tests, about that long."""
    per_failure = megabytes * 1e6 / failures
    with tempfile.TemporaryDirectory() as folder:
        suite = SUITE.format(failures=failures, steps=max(1, int((per_failure - 1500) / BYTES_A_STEP)))
        (Path(folder) / "test_stock.py").write_text(suite, "utf-8")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:django",
            "-p",
            "no:cacheprovider",
            "--log-level=INFO",
            folder,
        ]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def record() -> None:
    rows = [
        Signature(key=f"{number}", slug=f"s{number}", title=template, exception_type=kind, template=template)
        for number, (kind, template) in enumerate(KINDS)
    ]
    index_all(Signature.objects.bulk_create(rows), written=True)


def steps(text: str, repeat: int) -> list[tuple[str, float]]:
    cleaned = clean(text)
    shown = redact(cleaned.text)
    found = recognised(shown)
    failures = fold(found)
    return [
        ("cleaning", fastest(lambda: clean(text), repeat)),
        ("redacting", fastest(lambda: redact(cleaned.text), repeat)),
        ("recognising", fastest(lambda: recognised(shown), repeat)),
        ("folding", fastest(lambda: fold(found), repeat)),
        ("keys, search, verdict", fastest(lambda: answer_failures(shown, failures[:200]), repeat)),
    ]


def fastest(do: Callable[[], object], repeat: int) -> float:
    """Seconds of the fastest of so many runs, in CPU time of this thread."""
    taken = []
    for _ in range(repeat):
        started = time.thread_time()
        do()
        taken.append(time.thread_time() - started)
    return min(taken)


if __name__ == "__main__":
    main()
