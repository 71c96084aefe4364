"""A pattern's folder as it lies on disk: its page, what the page asks of a run, and its two suites."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from incidents.reading.front_matter import read_front_matter
from kb.patterns.taxonomy import CATEGORIES, NEEDS, RUNS, SYMPTOMS

PAGE = "pattern.md"
SUITES = ("broken", "fixed")
PROJECT_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
# What a run leaves behind, and what no suite of a few lines has.
LEFTOVERS = ("__pycache__", ".pytest_cache", ".hypothesis", "*.pyc")
LISTS = {"symptoms": SYMPTOMS, "runs": RUNS, "needs": NEEDS}


class NotAPattern(ValueError):
    """The folder does not hold what a pattern must hold; the message is one sentence that says what is missing."""


@dataclass(frozen=True)
class PatternFolder:
    """`libraries` gives the versions of each, as in ">= 2.0", or "".

    `required` are the names of the packages that the suites need, as in its requirements.txt, and pytest.
    """

    path: Path
    category: str
    subcategory: str
    symptoms: tuple[str, ...]
    libraries: Mapping[str, str]
    runs: frozenset[str]
    needs: frozenset[str]
    required: tuple[str, ...]

    @property
    def slug(self) -> str:
        return self.path.name

    @property
    def page(self) -> Path:
        return self.path / PAGE


def find_folders(path: Path) -> list[Path]:
    """The pattern folders at `path`: itself, or those in it."""
    if (path / PAGE).is_file():
        return [path]
    return sorted(page.parent for page in path.glob(f"*/{PAGE}"))


def read_folder(path: Path) -> PatternFolder:
    """What the folder says of itself. Raises NotAPattern with the first thing that is missing or misspelt."""
    fields = read_front_matter((path / PAGE).read_text("utf-8")).fields
    if fields.get("category") not in CATEGORIES:
        raise NotAPattern(f"{PAGE} has no category of the list in docs/adding-a-pattern.md.")
    listed = {name: _listed(fields, name, allowed) for name, allowed in LISTS.items()}
    for suite in SUITES:
        if not any((path / suite).glob("**/*.py")):
            raise NotAPattern(f"{suite}/ holds no tests.")
    return PatternFolder(
        path=path.resolve(),
        category=str(fields["category"]),
        subcategory=str(fields.get("subcategory", "")),
        symptoms=listed["symptoms"],
        libraries=_libraries(fields.get("libraries") or ()),
        runs=frozenset(listed["runs"]),
        needs=frozenset(listed["needs"]),
        required=_required(path / "requirements.txt"),
    )


def read_suite(path: Path) -> dict[str, str]:
    """The files of a suite, by name, with their text."""
    files = (file for file in sorted(path.rglob("*")) if file.is_file())
    names = {file.relative_to(path): file for file in files}
    return {
        name.as_posix(): file.read_text("utf-8", errors="replace")
        for name, file in names.items()
        if not any(Path(part).match(leftover) for part in name.parts for leftover in LEFTOVERS)
    }


def _listed(fields: dict[str, object], name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    words = fields.get(name) or ()
    words = (words,) if isinstance(words, str) else tuple(map(str, words))
    if strange := [word for word in words if word not in allowed]:
        raise NotAPattern(f"{PAGE} has “{strange[0]}” among its {name}: write one of {', '.join(allowed)}.")
    return words


def _libraries(listed: Iterable[object]) -> dict[str, str]:
    named = {found[0]: text[found.end() :].strip() for text in map(str, listed) if (found := PROJECT_NAME.match(text))}
    return {name.lower(): versions for name, versions in named.items()}


def _required(path: Path) -> tuple[str, ...]:
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    names = [found[0] for line in lines if (found := PROJECT_NAME.match(line.strip()))]
    return tuple(dict.fromkeys(["pytest", *names]))
