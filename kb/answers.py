"""A paste in, what is known of it out: the paste is read, the database gives candidates, the matcher judges."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db.models.expressions import RawSQL

from incidents.reading.splitting import find_failures
from incidents.reading.values import Failure
from kb import postings
from kb.decisions import rejected_by
from kb.matching.deciding import NOTHING_SAID, REJECTED, Said, decided
from kb.matching.keys import key_hash
from kb.matching.passages import Passage, read_passages
from kb.matching.ranking import Weigh, discounted, weigh_all, wordings_of
from kb.matching.text_rules import read_subject, satisfied_at
from kb.matching.values import Answer, Candidate, Key, PasteAnswer
from kb.matching.verdict import is_worth_saying, judge, most_relevant_first
from kb.matching.versions import CURRENT, keys
from kb.matching.words import feature_hash, type_feature
from kb.models import Signature, SignatureKey, State
from kb.rows import rows_within
from kb.text_rules import rules_for

# Keys that propose a candidate: a type alone would propose half of the catalogue.
ASKED_LEVELS = ("S", "M", "C")
MAX_PER_KEY = 20
# How many are read from the database for each line, and how many of a failure's are held against it word by word.
MAX_PER_QUERY = 16
MAX_WEIGHED = 8

# By signature the keys that people decided on, each with its origin.
Origins = dict[int, dict[Key, str]]

# Levels and state are constants of ours, no one's input.
KEYS_BY_HASH = (
    f"SELECT level, text, signature_id, origin FROM {SignatureKey._meta.db_table}"
    f" WHERE algorithm = '{CURRENT}' AND level IN ({', '.join(map(repr, ASKED_LEVELS))}) AND hash IN"
)
SIGNATURES_BY_ID = (
    "SELECT id, merged_into_id, exception_type, template, written, learnt, wordings, features"
    f" FROM {Signature._meta.db_table} WHERE state <> '{State.REJECTED.value}' AND id IN"
)


def answer_paste(text: str, hidden: RawSQL | None = None) -> PasteAnswer:
    """What is said of each failure in `text`, most relevant first. Nothing of it is stored.

    `hidden` are the documents that whoever asks may not know of: what only these say counts for nothing.
    """
    split = find_failures(text)
    answers = answer_failures(split.text, split.failures, hidden)
    return PasteAnswer(split.text, most_relevant_first(answers), split.notices)


def answer_failures(text: str, failures: Sequence[Failure], hidden: RawSQL | None = None) -> list[Answer]:
    """What is said of failures already cut out of a cleaned `text`, in their order, and of the lines beside them."""
    passages = read_passages(text, failures)
    keys_of = [_keys_of(passage.failure) for passage in passages]
    fitting = _fitting_rules(passages, text)
    queries_of = [[frozenset(map(feature_hash, query)) for query in passage.queries] for passage in passages]
    by_key, origins = _signatures_by_key({key for errors in keys_of for own in errors for key in own})
    found = postings.look_up({feature for queries in queries_of for query in queries for feature in query})
    near = {query: postings.rarest(query, found, MAX_PER_QUERY) for queries in queries_of for query in queries}
    rows = _signatures({pk for ids in (*near.values(), *by_key.values(), *fitting) for pk in ids}, hidden)
    held = {pk: frozenset(array("q", bytes(row[-1]))) for pk, row in rows.items()}
    close = {query: postings.closeness(query, ids, held, found) for query, ids in near.items()}
    chosen = [_best_of([close[query] for query in queries]) for queries in queries_of]
    shared = [_keys_shared(own, by_key) for own in keys_of]
    compared = rows.keys() & set().union(*chosen, *shared, *fitting)
    signatures = {pk: _candidate(rows[pk]) for pk in compared}
    weigh = _weigher(signatures.values(), found)
    said = _said(origins)
    answers = []
    for passage, errors, ids, own, rules in zip(passages, keys_of, chosen, shared, fitting, strict=True):
        candidates = [
            _ruled(decided(signatures[pk], errors, own.get(pk, set()), said.get(pk, NOTHING_SAID)), rules.get(pk))
            for pk in compared.intersection({*ids, *own, *rules})
        ]
        answer = judge(passage, weigh_all(passage, candidates, weigh))
        if is_worth_saying(answer, passage):
            answers.append(answer)
    return answers


def _keys_of(failure: Failure | None) -> list[set[Key]]:
    """The keys of each of its errors."""
    errors = failure.errors if failure else ()
    return [{key for key in keys(error) if key.level in ASKED_LEVELS} for error in errors]


def _fitting_rules(passages: Sequence[Passage], text: str) -> list[dict[int, tuple[str, int]]]:
    """For each passage the signatures whose rule it satisfies, with the rule's author and the line."""
    rules = rules_for(word for one in passages for word in (*one.places, *map(type_feature, one.types)))
    if not rules:
        return [{} for _ in passages]
    paste = text.split("\n")
    subjects = [read_subject(passage, paste) for passage in passages]
    return [
        {one.signature: (one.name, line) for one in rules if (line := satisfied_at(one.rule, subject))}
        for subject in subjects
    ]


def _ruled(candidate: Candidate, rule: tuple[str, int] | None) -> Candidate:
    return replace(candidate, rule=rule[0], rule_line=rule[1]) if rule else candidate


def _signatures_by_key(wanted: set[Key]) -> tuple[dict[Key, list[int]], Origins]:
    """The signatures on record under each key; and by signature the keys that people decided on."""
    shared: dict[Key, list[int]] = {}
    origins: Origins = {}
    for level, text, pk, origin in rows_within(KEYS_BY_HASH, map(key_hash, wanted)):
        key = Key(level, text)
        shared.setdefault(key, []).append(pk)
        if origin != SignatureKey.Origin.IMPORT:
            origins.setdefault(pk, {})[key] = origin
    return shared, origins


def _said(origins: Origins) -> dict[int, Said]:
    """What people said of these signatures; most pastes meet no rejection, and then nobody is asked for."""
    rejected = {pk: keys for pk, keys in origins.items() if REJECTED in keys.values()}
    who = rejected_by(rejected, {key for keys in rejected.values() for key in keys}) if rejected else {}
    return {pk: Said(keys, who.get(pk, "")) for pk, keys in origins.items()}


def _keys_shared(own: Sequence[set[Key]], shared: Mapping[Key, list[int]]) -> dict[int, set[Key]]:
    by_signature: dict[int, set[Key]] = {}
    for key in set().union(*own) & shared.keys():
        for pk in shared[key][:MAX_PER_KEY]:
            by_signature.setdefault(pk, set()).add(key)
    return by_signature


def _signatures(wanted: Iterable[int], hidden: RawSQL | None) -> dict[int, tuple]:
    """The rows of these signatures by id, but for those that people rejected and those that are hidden.

    One that was merged into a hidden one is hidden with it: it would be answered with the other's name.
    """
    rows = {row[0]: row for row in rows_within(SIGNATURES_BY_ID, wanted)}
    if hidden is None:
        return rows
    stands = {pk: row[1] or pk for pk, row in rows.items()}
    shown = Signature.objects.without(hidden).filter(pk__in={*stands, *stands.values()})
    seen = set(shown.values_list("pk", flat=True))
    return {pk: rows[pk] for pk, other in stands.items() if {pk, other} <= seen}


def _best_of(close: Sequence[Mapping[int, float]]) -> set[int]:
    """The signatures closest to any of a passage's queries."""
    best: dict[int, float] = {}
    for near in close:
        for pk, score in near.items():
            best[pk] = max(score, best.get(pk, 0.0))
    return set(sorted(sorted(best, reverse=True), key=best.__getitem__, reverse=True)[:MAX_WEIGHED])


def _candidate(row: tuple) -> Candidate:
    """A signature that was merged into another speaks for that one."""
    pk, merged_into, exception_type, template, written, learnt, wordings, _ = row
    return Candidate(
        merged_into or pk, exception_type, template, written=bool(written), learnt=learnt, wordings=wordings
    )


def _weigher(candidates: Iterable[Candidate], found: postings.Found) -> Weigh:
    """The rarity of a word in the catalogue; words that only the candidates hold are asked for once, together."""
    wordings = {wording for one in candidates for wording in wordings_of(one)}
    hashes = {feature_hash(word) for wording in wordings for word in (*wording.words, *wording.values)}
    known = postings.frequencies(hashes - found.keys()) | {feature: row[0] for feature, row in found.items()}
    total = known.get(postings.TOTAL, 0)

    def weigh(word: str) -> float:
        return postings.rarity(known.get(feature_hash(word), 0), total)

    return discounted(weigh)
