"""Is a word lost when twenty people write in one published document at once, and when the server is killed meanwhile?
gunicorn as `make run` starts it, real sign-ins, a thread a person; then the same with `kill -9` three times.

usage: python benchmarks/together.py   (DATABASE_URL names an empty database; SECONDS=60 a run, PEOPLE=20)
"""

import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp()}/together.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
os.environ["HASHED_STATIC_FILES"] = "0"
os.environ.setdefault("PORT", "8931")
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import django  # noqa: E402
from django.core.management import call_command  # noqa: E402
from people import WRITER, Answer, Unreachable, Writer, faults_of, text_for  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import connection as database  # noqa: E402

from incidents.models import Document, Member  # noqa: E402
from incidents.publishing import publish  # noqa: E402
from incidents.reading.read import read_document  # noqa: E402
from incidents.writing import begin  # noqa: E402

PEOPLE = int(os.environ.get("PEOPLE", "20"))
SECONDS = float(os.environ.get("SECONDS", "60"))
KILLS = 3
PORT = int(os.environ["PORT"])
PASSWORD = "a-long-enough-password"


class Site:
    """The server as a process of its own, which can be killed with all its workers and started again."""

    def start(self):
        command = [sys.executable, "-m", "gunicorn", "-c", "python:kb.serving", "kb.wsgi"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while not _answers():
            time.sleep(0.05)

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Browser:
    """What a person sends with, and the cookies of their session. Each request has a connection of its own: one that
    the server closes for being idle would look like a server that is gone.
    """

    def __init__(self, name):
        self.cookies = SimpleCookie()
        self.user = User.objects.get(username=name)
        page = self.send("/account/login/", None).body
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        answer = self.send("/account/login/", {"csrfmiddlewaretoken": token, "login": name, "password": PASSWORD})
        assert answer.status == 302, f"{name} could not sign in: {answer.status}"

    def send(self, path, sent):
        cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        fields = {name: self.user.pk if value == WRITER else value for name, value in (sent or {}).items()}
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        try:
            connection.request("POST" if sent else "GET", path, urllib.parse.urlencode(fields), headers)
            answer = connection.getresponse()
            body = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable from error
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        return Answer(answer.status, answer.headers.get("Location", ""), body)


def main():
    call_command("migrate", verbosity=0)
    for number in range(PEOPLE):
        user, _ = User.objects.get_or_create(username=f"person{number}")
        user.set_password(PASSWORD)
        user.save()
        Member.objects.update_or_create(user=user, defaults={"role": "contributor"})
    print(f"{PEOPLE} people, {SECONDS:.0f} s, {database.vendor}, {os.cpu_count()} cores")
    lost = [run("undisturbed", n_kills=0), run(f"killed {KILLS} times", n_kills=KILLS)]
    sys.exit(any(lost))


def run(name, *, n_kills):
    """True if anything is wrong afterwards."""
    document = begin(text_for(PEOPLE), f"incidents/{name.replace(' ', '-')}", by="the benchmark", visibility="open")
    publish(document, by="the benchmark")
    site = Site()
    site.start()
    try:
        writers = [Writer(number, document.pk, Browser(f"person{number}").send) for number in range(PEOPLE)]
        end = time.monotonic() + SECONDS
        with ThreadPoolExecutor(PEOPLE) as pool:
            asked = [pool.submit(writer.write_until, end) for writer in writers]
            for _ in range(n_kills):
                time.sleep(SECONDS / (n_kills + 1))
                site.kill()
                site.start()
            tallies = [one.result() for one in asked]
    finally:
        site.kill()
    faults = faults_of(document.revisions.values_list("text", "why"), tallies) + half_saved(document)
    tell(name, document, tallies, faults)
    return bool(faults)


def half_saved(document):
    """Where revisions are missing, or where fields and findings are not those of the newest text."""
    document = Document.objects.get(pk=document.pk)
    numbers = list(document.revisions.order_by("number").values_list("number", flat=True))
    told = read_document(document.path, bytes(document.latest.content))
    faults = [] if numbers == list(range(1, len(numbers) + 1)) else ["revisions are missing"]
    findings = sorted(document.findings.values_list("kind", "text", "first_line"))
    if findings != sorted((one.kind, one.text, one.lines[0]) for one in told.findings) or document.title != told.title:
        faults.append("the findings are not those of the newest text")
    if document.findings.filter(evidence=None).exists():
        faults.append("a finding was not learnt")
    return faults


def tell(name, document, tallies, faults):
    results = sum((tally.results for tally in tallies), Counter())
    seconds = sorted(second for tally in tallies for second in tally.seconds)
    n_saves = results["saved"] + results["merged"]
    n_words = sum(len(tally.accepted) for tally in tallies)
    print(f"\n{name}: {n_saves} saves, {n_saves / SECONDS:.1f} a second; {document.revisions.count()} revisions")
    print("  " + ", ".join(f"{count} {result}" for result, count in sorted(results.items())))
    print(f"  a save took {statistics.median(seconds):.2f} s (median), {seconds[int(len(seconds) * 0.95)]:.2f} s (p95)")
    print(f"  {n_words} accepted words, {len(faults)} faults")
    for fault in faults[:20]:
        print(f"  {fault}")


def _answers():
    try:
        probe = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
        probe.request("GET", "/write/token/")
        return probe.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


if __name__ == "__main__":
    main()
