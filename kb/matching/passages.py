"""What of a paste is compared: for each failure the words of its messages and of the lines around them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from incidents.reading.values import Error, Failure
from kb.matching.keys import canonical, codes, shape
from kb.matching.wordings import PLACEHOLDER
from kb.matching.words import Words, pairs, read_words, type_feature

# Of a long report only the surroundings of its error lines are read; of a short text all lines are.
SHORT_TEXT = 200
LONG_SPAN = 300
BEFORE, AFTER = 1, 4
FRAME = ("at ", 'File "', "^", "~")
MAX_QUERIES = 60

# The words that stand on a line, by its number.
WordsOn = Callable[[int], tuple[str, ...]]


@dataclass(frozen=True)
class Passage:
    """One failure as the matcher sees it; `failure` is None for the lines that belong to none.

    `words` holds each message, outermost error first, then the lines around; `blocks` are the positions where each of
    these begins, `places` the positions of each word. `types` are the short names printed, in lower case.
    `queries` are the features of one line or message each, as they are looked up; `messages` the words of each error's
    message that are no values, `shapes` all words of it in order with `<*>` for values.
    """

    failure: Failure | None
    words: Words
    blocks: tuple[int, ...]
    places: Mapping[str, Sequence[int]]
    types: frozenset[str]
    codes: frozenset[str]
    queries: tuple[frozenset[str], ...]
    messages: tuple[frozenset[str], ...] = ()
    shapes: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def neighbours(self) -> frozenset[tuple[str, str]]:
        """Each two words that stand side by side."""
        return frozenset(pairwise(self.words.texts))


def read_passages(text: str, failures: Sequence[Failure]) -> tuple[Passage, ...]:
    """One passage for each failure, in their order, and one for the lines that no failure covers."""
    lines = text.split("\n")
    owners = {error.line: number for number, failure in enumerate(failures) for error in failure.errors}
    regions = [_region(failure, number, owners, lines) for number, failure in enumerate(failures)]
    words_on = cache(lambda line: read_words(lines[line - 1]))
    passages = [_read(failure, region, lines, words_on) for failure, region in zip(failures, regions, strict=True)]
    if len(lines) <= SHORT_TEXT:
        covered = {line for region in regions for line in region}
        rest = [line for line in range(1, len(lines) + 1) if line not in covered]
        passages.append(_read(None, rest, lines, words_on))
    return tuple(passages)


def _region(failure: Failure, number: int, owners: Mapping[int, int], lines: Sequence[str]) -> list[int]:
    """The lines of the failure and those beside it that no other failure's error stands on."""
    first, last = failure.lines
    if last - first > LONG_SPAN:
        return sorted({line for error in failure.errors for line in range(error.line, error.line + AFTER)})
    start, end = first, last
    while start > max(1, first - BEFORE) and owners.get(start - 1, number) == number:
        start -= 1
    while end < min(len(lines), last + AFTER) and owners.get(end + 1, number) == number:
        end += 1
    return list(range(start, end + 1))


def _read(failure: Failure | None, region: Sequence[int], lines: Sequence[str], words_on: WordsOn) -> Passage:
    errors = failure.errors if failure else ()
    blocks = [(error.line, read_words(_told(error))) for error in errors]
    blocks += [(line, words_on(line)) for line in region if line <= len(lines)]
    words = Words(
        tuple(word for _, block in blocks for word in block), tuple(line for line, block in blocks for _ in block)
    )
    places: dict[str, list[int]] = defaultdict(list)
    for position, word in enumerate(words.texts):
        places[word].append(position)
    starts = [sum(len(block) for _, block in blocks[:number]) for number in range(len(errors) + 1)]
    types = frozenset(name.lower() for error in errors for name in canonical(error)[0])
    said = frozenset(code for error in errors for code in codes(error))
    queries = tuple(dict.fromkeys(_queries(errors, region, lines, words_on)))[:MAX_QUERIES]
    shapes = [shape(canonical(error)[1]) for error in errors]
    messages = tuple(frozenset(read_words(PLACEHOLDER.sub(" ", text))) for text in shapes)
    return Passage(
        failure,
        words,
        tuple(starts),
        places,
        types,
        said,
        queries,
        messages,
        tuple(tuple(text.split()) for text in shapes),
    )


def _told(error: Error) -> str:
    return " ".join((f"{error.type}: {error.message}" if error.type else error.message, *error.notes))


def _queries(
    errors: Sequence[Error], region: Sequence[int], lines: Sequence[str], words_on: WordsOn
) -> Iterator[frozenset[str]]:
    told: set[str] = set()
    for error in errors:
        types = {type_feature(name) for name in canonical(error)[0]}
        for words in map(read_words, (error.message, *error.notes)):
            told |= {*words, *read_words(error.type)}
            yield frozenset({*words, *pairs(words), *types})
    short = len(lines) <= SHORT_TEXT
    beside = {line for error in errors for line in range(error.line, error.line + AFTER)}
    for line in region if short else sorted(beside.intersection(region)):
        words = words_on(line) if line <= len(lines) else ()
        if not told.issuperset(words) and not lines[line - 1].lstrip().startswith(FRAME):
            yield frozenset({*words, *pairs(words), *map(type_feature, words)})
