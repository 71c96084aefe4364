"""Test patterns inside fixes: a change of how tests are written, set up or run, which other tests can take over."""

import re
from collections.abc import Sequence
from dataclasses import replace

from incidents.reading.drafts import Draft

PRACTICE = re.compile(
    r"""\b(?:python\s-m\spytest|pytest\.ini|xfail|StaticPool|NullPool|:memory:|tempfile|tmp_path|
        file-based|declared_attr|fixture[s\s-]*(?:scop\w+|decorator|based|pattern)|monkeypatch|fake\stimers?|mock\s(?:timers?|the\sclock|clock)|
        (?:after|before)(?:Each|All)|teardown|clearAllTimers|isolated_filesystem|test\s(?:isolation|database|containers?)|
        testcontainers|exponential\sbackoff|retry\spattern|freeze(?:gun|_time)|deterministic|separate\s(?:sessions?|
        databases?|schemas?)|per\s(?:test|worker|operation|concurrent)|transaction(?:al)?\srollback|--forked|
        singleFork|isolat(?:ed|ion)\s\w+|await\s(?:all|for))\b""",
    re.VERBOSE | re.IGNORECASE,
)


def read_practices(drafts: Sequence[Draft]) -> list[Draft]:
    """A pattern for each fix that did not fail and whose words name a practice of testing."""
    return [
        replace(d, kind="pattern", outcome="", confidence="inferred")
        for d in drafts
        if d.kind == "fix"
        and (d.confidence == "stated" or d.outcome == "proposed")
        and d.outcome != "failed"
        and PRACTICE.search(d.text)
    ]
