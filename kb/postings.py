"""The index by which a signature is found among a million: for each word or pair of words, who holds it.

Plain rows of any database, read by primary key: the work of one look-up is bounded whatever the size of the catalogue.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import islice
from math import fsum, log

from kb.models import Posting
from kb.rows import rows_within, write_rows

# What a look-up found: for each feature how many signatures hold it, and their ids, 8 bytes each, or None.
Found = dict[int, tuple[int, bytes | None]]
# A feature, how many signatures hold it, and their ids.
Row = tuple[int, int, bytes | None]
Change = Callable[[int, int, bytes | None, Sequence[int]], Row]

# A feature that more signatures hold keeps its frequency and loses its list: it tells nothing apart.
CAP = 1000
# A look-up reads the rarest features first, so many at most, and so many list entries in all.
MAX_FEATURES = 12
MAX_ENTRIES = 1000
# No word hashes to it by any likelihood: its row counts the signatures in the index.
TOTAL = 0
TABLE = Posting._meta.db_table
ROWS = f"SELECT feature, frequency, signatures FROM {TABLE} WHERE feature IN"
WRITTEN = (
    f"INSERT INTO {TABLE} (feature, frequency, signatures) VALUES (%s, %s, %s) ON CONFLICT (feature)"
    " DO UPDATE SET frequency = excluded.frequency, signatures = excluded.signatures"
)


def add(features_of: Mapping[int, Iterable[int]]) -> None:
    """Enters signatures, by id, under their features. The caller holds the transaction and adds none twice."""
    _change(features_of, _joined)


def remove(features_of: Mapping[int, Iterable[int]]) -> None:
    """Takes signatures out again. A list that was dropped for its length does not come back: rebuild for that."""
    _change(features_of, _without)


def look_up(features: Iterable[int]) -> Found:
    """For each feature on record how many signatures hold it, and their packed ids unless it is too common."""
    return {row[0]: row[1:] for row in rows_within(ROWS, {TOTAL, *features})}


def frequencies(features: Iterable[int]) -> dict[int, int]:
    """How many signatures hold each feature, without their lists."""
    return dict(rows_within(f"SELECT feature, frequency FROM {TABLE} WHERE feature IN", features))


def rarest(features: Iterable[int], found: Found, limit: int) -> list[int]:
    """The ids that share most with these features by the sum of the weights shared, best first.

    Of equal ones the youngest come first. `found` comes from `look_up`; only the rarest features within the budget
    are asked.
    """
    total = found[TOTAL][0] if TOTAL in found else 0
    present = sorted((found[feature][0], feature) for feature in set(features) if feature in found)
    scores: dict[int, float] = {}
    shared = scores.get
    entries = 0
    listed = ((frequency, ids) for frequency, feature in present if (ids := found[feature][1]))
    for frequency, ids in islice(listed, MAX_FEATURES):
        if scores and entries + frequency > MAX_ENTRIES:
            break
        entries += frequency
        weight = rarity(frequency, total)
        for signature in array("q", bytes(ids)):
            scores[signature] = shared(signature, 0.0) + weight
    youngest_first = sorted(scores, reverse=True)
    return sorted(youngest_first, key=scores.__getitem__, reverse=True)[:limit]


def closeness(
    features: Set[int], signatures: Iterable[int], held: Mapping[int, Set[int]], found: Found
) -> dict[int, float]:
    """How much of each of these signatures is among the features, given those it holds."""
    total = found[TOTAL][0] if TOTAL in found else 0
    weights = {feature: rarity(found[feature][0], total) for feature in features if feature in found}
    scores = {}
    for signature in held.keys() & signatures:
        shared = features & held[signature]
        weight = fsum(map(weights.__getitem__, shared))
        scores[signature] = weight * len(shared) / max(1, len(held[signature]))
    return scores


def rarity(frequency: int, total: int) -> float:
    """What a word weighs that `frequency` of `total` signatures hold: more the fewer they are."""
    return log(1 + (total + 1) / (frequency + 0.5))


def _change(features_of: Mapping[int, Iterable[int]], change: Change) -> None:
    ids_of: dict[int, list[int]] = defaultdict(list)
    for signature, features in features_of.items():
        for feature in {TOTAL, *features}:
            ids_of[feature].append(signature)
    _wait_for_other_writers()
    held = look_up(ids_of)
    write_rows(WRITTEN, (change(feature, *held.get(feature, (0, b"")), ids_of[feature]) for feature in sorted(ids_of)))


def _wait_for_other_writers() -> None:
    """Every change writes the row of the total: who holds its lock is alone until the transaction ends."""
    Posting.objects.select_for_update().filter(feature=TOTAL).first()


def _joined(feature: int, frequency: int, held: bytes | None, ids: Sequence[int]) -> Row:
    frequency += len(ids)
    too_common = held is None or frequency > CAP or feature == TOTAL
    return feature, frequency, None if too_common else bytes(held) + array("q", ids).tobytes()


def _without(feature: int, frequency: int, held: bytes | None, ids: Sequence[int]) -> Row:
    if held is not None:
        gone = set(ids)
        held = array("q", (one for one in array("q", bytes(held)) if one not in gone)).tobytes()
    return feature, max(0, frequency - len(ids)), held
