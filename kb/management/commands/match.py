"""Answers a pasted error from the command line or a build: what failed, whether it is known, and why we think so."""

import json
import sys
from pathlib import Path

from django.core.management.base import CommandError

from kb.answers import answer_paste
from kb.management.migrated import MigratedCommand
from kb.plain_answers import plain_answer, slugs_of
from kb.progress import progress


class Command(MigratedCommand):
    help = "Says of each failure in a text whether it is known, and which signature it is."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", default="-", help="the text, or - for standard input")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines for people")
        parser.add_argument("--top", type=int, default=5, help="how many signatures to name for a failure")
        parser.add_argument("--batch", help="a file of JSON lines with id and text: one answer a line, as JSON")

    def handle(self, *, file, top, batch, **options):
        if batch:
            return self._answer_all(_pastes(batch), top)
        answer = answer_paste(_text(file))
        if options["json"]:
            self.stdout.write(json.dumps(plain_answer(answer, top), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(answer, slugs_of([answer]), top)))

    def _answer_all(self, pastes, top):
        for paste in progress(pastes, len(pastes), "Matching pastes"):
            self.stdout.write(json.dumps({"id": paste["id"]} | plain_answer(answer_paste(paste["text"]), top)))


def _text(file):
    if file == "-":
        return sys.stdin.read()
    try:
        return Path(file).read_text("utf-8", errors="replace")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error


def _pastes(path):
    return [json.loads(line) for line in _text(path).splitlines() if line.strip()]


def _lines(answer, slugs, top):
    for found in answer.answers:
        error = found.failure.errors[0]
        yield f"{found.verdict.upper()}  {': '.join(filter(None, (error.type, error.message)))[:160]}"
        yield f"    line {error.line}. {found.reason} {found.advice}".rstrip()
        yield from (f"    {match.score:.2f}  {slugs[match.signature]}  {match.reason}" for match in found.matches[:top])
    yield from answer.notices
    if not answer.answers:
        yield "No failure was found in this text."
