"""What build servers, containers and loggers put before every line; taken off only where most lines carry it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

SAMPLE = 200
MAJORITY = 0.6
# Prefixes stand before prefixes: `gh run view --log` before GitHub's time before a container's name.
MAX_LAYERS = 5

TIME = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
ZONE = r"(?:Z|\ ?[+-]\d\d:?\d\d|\ UTC)?"


@dataclass(frozen=True)
class Prefix:
    """A named prefix; `pattern` takes all of it, with the one space that separates it from the line."""

    name: str
    pattern: re.Pattern[str]


def _prefix(name: str, pattern: str) -> Prefix:
    return Prefix(name, re.compile(pattern))


# More telling ones first. A level (ERROR, [ERROR]) is never a prefix: it is what marks the line.
PREFIXES: tuple[Prefix, ...] = (
    _prefix("GitHub CLI log", rf"[^\t\n]{{1,120}}+\t[^\t\n]{{1,120}}+\t(?=\ufeff?{TIME})"),
    _prefix("time", rf"\ufeff?{TIME}{ZONE}(?:\ -)?(?:\ |$)"),
    _prefix("bracketed time", rf"\[{TIME}{ZONE}\](?:\ |$)"),
    _prefix("Taskcluster task", rf"\[task {TIME}Z\]\s"),
    _prefix("GitLab stream", r"\d\d[OE](?:[ +]|$)"),
    _prefix("container stream", r"(?:stdout|stderr) [FP](?: |$)"),
    _prefix("Heroku process", r"(?:app|heroku)\[[\w.-]{1,40}\]: ?"),
    _prefix("Compose service", r"[A-Za-z][\w.-]{0,80}+ {0,40}\|(?: |$)"),
    _prefix("Kubernetes pod", r"\[pod/[^\]\s]{1,200}\](?: |$)"),
    _prefix("journal", r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,80} [^\s:\[]{1,80}(?:\[\d{1,9}\])?:(?: |$)"),
    _prefix("syslog process", r"[\w.-]{1,80} [\w./@-]{1,80}\[\d{1,9}\]:(?: |$)"),
    _prefix("clock", r"\[?\d\d:\d\d:\d\d(?:[.,]\d{1,6})?\]?(?: {1,2}|$)"),
    _prefix("BuildKit step", r"#\d{1,4}(?: \d{1,6}\.\d{1,4})?(?: |$)"),
    _prefix("xdist worker", r"\[gw\d{1,4}\](?: |$)"),
    _prefix("tox environment", r"(?:py\d{1,3}|lint|docs|type)(?:-[\w.-]{1,40})?: "),
    _prefix("stage", r"\[(?!ERROR|WARN|INFO|DEBUG|FATAL|TRACE|error|info|warn|debug)[A-Za-z][^\[\]\n]{0,60}\](?: |$)"),
    _prefix("comment", r"[ \t]{0,40}(?:#|//|--|;|\*)(?: |$)"),
    _prefix("added line", r"\+(?!\+)"),
)


def strip_prefixes(lines: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The lines without the prefixes that at least 60 % of the first 200 filled lines carry, and their names."""
    kept = list(lines)
    names: list[str] = []
    while len(names) < MAX_LAYERS and (prefix := _voted(kept)):
        kept = [prefix.pattern.sub("", line, count=1) if prefix.pattern.match(line) else line for line in kept]
        names.append(prefix.name)
    return kept, tuple(names)


def _voted(lines: Sequence[str]) -> Prefix | None:
    sample: list[str] = []
    for line in lines:
        if line.strip():
            sample.append(line)
        if len(sample) == SAMPLE:
            break
    if len(sample) < 2:
        return None
    needed = MAJORITY * len(sample)
    return next(
        (prefix for prefix in PREFIXES if sum(1 for line in sample if prefix.pattern.match(line)) >= needed), None
    )
