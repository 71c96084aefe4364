"""A paste in, what is known of it out: the paste is read, the database gives candidates, the matcher judges."""

from array import array
from collections.abc import Iterable, Mapping, Sequence

from incidents.reading.splitting import find_failures
from incidents.reading.values import Failure
from kb import postings
from kb.matching.keys import ALGORITHM, key_hash, keys
from kb.matching.passages import Passage, read_passages
from kb.matching.ranking import Weigh, weigh_all
from kb.matching.values import Answer, Candidate, Key, PasteAnswer
from kb.matching.verdict import is_worth_saying, judge, most_relevant_first
from kb.matching.wordings import read_template
from kb.matching.words import feature_hash
from kb.models import Signature, SignatureKey, State

# Keys that propose a candidate: a type alone would propose half of the catalogue.
ASKED_LEVELS = ("S", "M", "C")
MAX_PER_KEY = 20
MAX_PER_QUERY = 24


def answer_paste(text: str) -> PasteAnswer:
    """What is said of each failure in `text`, most relevant first. Nothing of it is stored."""
    split = find_failures(text)
    answers = answer_failures(split.text, split.failures)
    return PasteAnswer(split.text, most_relevant_first(answers), split.notices)


def answer_failures(text: str, failures: Sequence[Failure]) -> list[Answer]:
    """What is said of failures already cut out of a cleaned `text`, in their order, and of the lines beside them."""
    passages = read_passages(text, failures)
    keys_of = [_keys_of(passage.failure) for passage in passages]
    shared = _signatures_by_key({key for found in keys_of for key in found})
    found = postings.look_up(
        {feature_hash(word) for passage in passages for query in passage.queries for word in query}
    )
    ids_of = [_nearest(passage, found) for passage in passages]
    wanted = {pk for ids in ids_of for pk in ids} | {pk for ids in shared.values() for pk in ids}
    signatures = _signatures(wanted)
    weigh = _weigher(signatures.values(), found)
    answers = []
    for passage, own_keys, ids in zip(passages, keys_of, ids_of, strict=True):
        by_key = _keys_shared(own_keys, shared)
        candidates = [_with_keys(signatures[pk], by_key.get(pk, ())) for pk in {*ids, *by_key} if pk in signatures]
        answer = judge(passage, weigh_all(passage, candidates, weigh))
        if is_worth_saying(answer, passage):
            answers.append(answer)
    return answers


def _keys_of(failure: Failure | None) -> set[Key]:
    errors = failure.errors if failure else ()
    return {key for error in errors for key in keys(error) if key.level in ASKED_LEVELS}


def _signatures_by_key(wanted: set[Key]) -> dict[Key, list[int]]:
    hashes = {key_hash(key) for key in wanted}
    rows = SignatureKey.objects.filter(algorithm=ALGORITHM, level__in=ASKED_LEVELS, hash__in=hashes)
    shared: dict[Key, list[int]] = {}
    for level, text, pk in rows.values_list("level", "text", "signature_id"):
        shared.setdefault(Key(level, text), []).append(pk)
    return shared


def _keys_shared(own: set[Key], shared: Mapping[Key, list[int]]) -> dict[int, set[Key]]:
    by_signature: dict[int, set[Key]] = {}
    for key in own & shared.keys():
        for pk in shared[key][:MAX_PER_KEY]:
            by_signature.setdefault(pk, set()).add(key)
    return by_signature


def _nearest(passage: Passage, found: Mapping[int, tuple[int, array | None]]) -> set[int]:
    return {
        pk for query in passage.queries for _, pk in postings.rarest(map(feature_hash, query), found, MAX_PER_QUERY)
    }


def _signatures(wanted: set[int]) -> dict[int, Candidate]:
    rows = Signature.objects.filter(pk__in=wanted).exclude(state=State.REJECTED)
    columns = rows.values_list("pk", "exception_type", "template", "written")
    return {pk: Candidate(pk, name, template, written) for pk, name, template, written in columns}


def _with_keys(candidate: Candidate, found: Iterable[Key]) -> Candidate:
    return Candidate(
        candidate.id, candidate.exception_type, candidate.template, candidate.written, keys=frozenset(found)
    )


def _weigher(candidates: Iterable[Candidate], found: Mapping[int, tuple[int, array | None]]) -> Weigh:
    """The rarity of a word in the catalogue; words that only the candidates hold are asked for once, together."""
    wordings = {w for one in candidates for w in read_template(one.exception_type, one.template, written=one.written)}
    hashes = {feature_hash(word) for wording in wordings for word in (*wording.words, *wording.values)}
    known = postings.frequencies(hashes - found.keys()) | {feature: row[0] for feature, row in found.items()}
    total = known.get(postings.TOTAL, 0)

    def weigh(word: str) -> float:
        return postings.rarity(known.get(feature_hash(word), 0), total)

    return weigh
