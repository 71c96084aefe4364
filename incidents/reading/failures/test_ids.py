"""One test has many names: `a/test_b.py::T::test_c[x]`, `T.test_c[x]`, `a.test_b.T.test_c`, each in another report."""

import re
from collections.abc import Iterable

FILE = re.compile(r"^[^\[\n]*?\.py(?:::|$)")
# JavaScript's runners name a test by all titles above it, in one report of two.
TITLES = " > "
SUBTEST = re.compile(r" [\[(].*[\])]$")


def is_same_test(one: str, other: str) -> bool:
    """Whether two names may name one test: the shorter one, without its file, ends the longer one."""
    first, second = sorted((_dotted(one), _dotted(other)), key=len)
    return first == second or second.endswith((f".{first}", f"{TITLES}{first}"))


def is_shortened(one: str, other: str) -> bool:
    """Whether two names are one name, with and without the titles above it."""
    first, second = sorted((one, other), key=len)
    return first == second or second.endswith(f"{TITLES}{first}")


def last_part(test: str) -> str:
    """The name of the test alone with its parameters, by which reports of it are found again."""
    dotted = _dotted(test)
    if TITLES in dotted:
        return dotted.rpartition(TITLES)[2]
    bracket = re.search(r"[\[( ]", dotted)
    end = bracket.start() if bracket else len(dotted)
    return dotted[dotted.rfind(".", 0, end) + 1 :]


def most_telling(tests: Iterable[str]) -> str:
    """The name that says most: with its file if any report has it, else the longest."""
    return max(tests, key=lambda test: ("::" in test, len(test)))


def _dotted(test: str) -> str:
    without_file = FILE.sub("", test) or test
    subtest = SUBTEST.search(without_file)
    plain = without_file[: subtest.start()] if subtest else without_file
    parameters = subtest[0].replace("'", "").replace('"', "") if subtest else ""
    return plain.replace("::", ".") + parameters
