"""Statements are filed by what they say: wordings that are alike, from one to the next, make one entry.

The filing is a function of the wordings on record and of what people decided, never of the order in which they came:

1. a wording that a standing decision keeps ("pinned") stays under its entry;
2. one that is like a pinned wording is filed with the most like of these, the first by key of equals;
3. the rest are filed together as far as likeness leads from one to the next, under the key of the first of them.

Likeness is a figure of two sentences alone, and each step is stated over sets: so any order gives the same entries.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import models

from incidents.models import Finding
from kb.matching.statements import ALIKE_FROM, SAME_FROM, Statement, likeness, read_form, read_statement, telling
from kb.matching.words import feature_hash
from kb.models import Cause, Evidence, Feedback, Fix, Likeness, Pattern, Rule, TellingWord, Wording
from kb.rows import rows_within, write_rows
from kb.search.indexing import drop

STATEMENTS = {"cause": Cause, "fix": Fix, "rule": Rule, "pattern": Pattern}

TELLING = (
    f"SELECT telling.feature, wording.id, wording.form FROM {TellingWord._meta.db_table} telling"
    f" JOIN {Wording._meta.db_table} wording ON wording.id = telling.wording_id WHERE telling.feature IN"
)
LIKE = f"SELECT one_id, other_id, score FROM {Likeness._meta.db_table} WHERE score >= {SAME_FROM} AND"


@dataclass
class Refiled:
    """What a filing did: `moved` wordings by id with the entry each had before, or None if it had none.

    `joined` are those that came to stand beside another that says the same, and how much so.
    """

    moved: dict[int, int | None] = field(default_factory=dict)
    joined: dict[int, float] = field(default_factory=dict)


def wordings_of(findings: Iterable[Finding]) -> dict[int, Wording]:
    """The wording of each statement among the findings, by the finding's id. New ones are entered, not yet filed."""
    said = {
        finding.pk: (finding.kind, read_statement(finding.text)) for finding in findings if finding.kind in STATEMENTS
    }
    keyed = {(kind, wording_key(statement)): statement for kind, statement in said.values()}
    known = _on_record(keyed)
    new = [
        Wording(kind=kind, key=key, form=statement.form)
        for (kind, key), statement in keyed.items()
        if (kind, key) not in known
    ]
    Wording.objects.bulk_create(new)
    _enter(new)
    known |= {(wording.kind, wording.key): wording for wording in new}
    return {pk: known[kind, wording_key(statement)] for pk, (kind, statement) in said.items()}


def wording_key(statement: Statement) -> str:
    return sha256(f"statement {statement.form}".encode()).hexdigest()


def refile(started: Collection[int], texts: Mapping[int, str]) -> Refiled:
    """Files these wordings, by id, and whatever their filing moves. `texts` name new entries, by wording.

    Evidence and feedback follow; entries left without a wording are removed unless somebody decided on them.
    """
    wordings, near = _surroundings(started)
    free, placed = [], {}
    for wording in sorted(wordings.values(), key=lambda wording: wording.key):
        if not wording.pinned:
            home = _pinned_home(wording, wordings, near)
            if home:
                placed[wording.pk] = home
            else:
                free.append(wording)
    for kind in STATEMENTS:
        groups = _components([wording for wording in free if wording.kind == kind], near)
        placed |= _entries_of(kind, groups, texts)
    return _move(wordings, near, placed)


def enter_wording(entry: Cause | Fix | Rule | Pattern, text: str) -> Wording:
    """Enters what a person says in place of an entry's sentence. ValidationError if another entry says it already."""
    kind, statement = entry._meta.model_name, read_statement(text)
    known = Wording.objects.filter(kind=kind, key=wording_key(statement)).first()
    if known and known.entry_id != entry.pk:
        raise ValidationError(f"Another {kind} says this already: merge the two.")
    if not known:
        known = Wording(kind=kind, key=wording_key(statement), form=statement.form, **{f"{kind}_id": entry.pk})
        known.save()
        _enter([known])
    return known


def standing_entries(kind: str, pks: Iterable[int]) -> dict[int, int]:
    """For each entry the one that stands for it: itself, or the one it was merged into."""
    rows = STATEMENTS[kind].objects.filter(pk__in=set(pks)).values_list("pk", "merged_into")
    return {pk: merged_into or pk for pk, merged_into in rows}


def _on_record(keyed: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Wording]:
    keyed = set(keyed)
    rows = Wording.objects.filter(key__in={key for _, key in keyed})
    return {(row.kind, row.key): row for row in rows if (row.kind, row.key) in keyed}


def _enter(new: list[Wording]) -> None:
    """Puts new wordings on record: the words they are found by, and what they are like."""
    features = {
        wording.pk: [feature_hash(f"{wording.kind} {word}") for word in telling(read_form(wording.form))]
        for wording in new
    }
    write_rows(
        f"INSERT INTO {TellingWord._meta.db_table} (wording_id, feature) VALUES (%s, %s)",
        ((pk, feature) for pk, hashes in features.items() for feature in hashes),
    )
    holders: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for feature, pk, form in rows_within(TELLING, (feature for hashes in features.values() for feature in hashes)):
        holders[feature].append((pk, form))
    pairs = {}
    for wording in new:
        ours = read_form(wording.form)
        for pk, form in {holder for feature in features[wording.pk] for holder in holders[feature]}:
            pair = min(pk, wording.pk), max(pk, wording.pk)
            if pk != wording.pk and pair not in pairs:
                pairs[pair] = likeness(ours, read_form(form))
    write_rows(
        f"INSERT INTO {Likeness._meta.db_table} (one_id, other_id, score) VALUES (%s, %s, %s)",
        ((*pair, score) for pair, score in pairs.items() if score >= ALIKE_FROM),
    )


def _surroundings(started: Collection[int]) -> tuple[dict[int, Wording], dict[int, dict[int, float]]]:
    """All wordings whose filing may hang together with these, and for each those that say the same."""
    wordings: dict[int, Wording] = {}
    near: dict[int, dict[int, float]] = {}
    wanted = set(started)
    while wanted:
        found = Wording.objects.in_bulk(wanted)
        wordings |= found
        near |= _near(found)
        open_ones = [wording for wording in found.values() if not wording.pinned or wording.pk in started]
        wanted = {other for wording in open_ones for other in near[wording.pk]} | _companions(open_ones)
        wanted -= wordings.keys()
    return wordings, near


def _near(pks: Collection[int]) -> dict[int, dict[int, float]]:
    near: dict[int, dict[int, float]] = {pk: {} for pk in pks}
    for column in ("one_id", "other_id"):
        for one, other, score in rows_within(f"{LIKE} {column} IN", pks):
            if one in near:
                near[one][other] = score
            if other in near:
                near[other][one] = score
    return near


def _companions(wordings: Iterable[Wording]) -> set[int]:
    """The unpinned wordings under the same entries."""
    entries = defaultdict(set)
    for wording in wordings:
        if wording.entry_id:
            entries[wording.kind].add(wording.entry_id)
    if not entries:
        return set()
    same = models.Q(*[models.Q(**{f"{kind}__in": pks}) for kind, pks in entries.items()], _connector=models.Q.OR)
    return set(Wording.objects.filter(same, pinned=False).values_list("pk", flat=True))


def _pinned_home(wording: Wording, wordings: Mapping[int, Wording], near: Mapping) -> int | None:
    """The entry of the pinned wording that says most nearly the same, or None."""
    pinned = [(-score, wordings[pk].key, pk) for pk, score in near[wording.pk].items() if wordings[pk].pinned]
    return wordings[min(pinned)[2]].entry_id if pinned else None


def _components(free: list[Wording], near: Mapping) -> list[list[Wording]]:
    """The free wordings, in groups between which nothing says the same; each group and all of them by key."""
    left = {wording.pk: wording for wording in free}
    groups = []
    for wording in free:
        group, ahead = [], [wording.pk]
        while ahead:
            if reached := left.pop(ahead.pop(), None):
                group.append(reached)
                ahead += near[reached.pk]
        if group:
            groups.append(sorted(group, key=lambda wording: wording.key))
    return groups


def _entries_of(kind: str, groups: list[list[Wording]], texts: Mapping[int, str]) -> dict[int, int]:
    """By wording the entry of its group: the one with its key, else the eldest of those it was under, else new."""
    model = STATEMENTS[kind]
    held = model.objects.in_bulk({wording.entry_id for group in groups for wording in group if wording.entry_id})
    spare = {entry.key: entry for entry in sorted(held.values(), key=lambda entry: -entry.pk) if not entry.decided}
    chosen = {group[0].key: spare.pop(group[0].key, None) for group in groups}
    by_pk = {entry.pk: entry for entry in spare.values()}
    renamed, new = [], []
    for group in groups:
        key = group[0].key
        if chosen[key]:
            continue
        elder = min((wording.entry_id for wording in group if wording.entry_id in by_pk), default=None)
        if elder:
            chosen[key] = by_pk.pop(elder)
            chosen[key].key = key
            renamed.append(chosen[key])
        else:
            chosen[key] = model(
                key=key, text=min((texts[w.pk] for w in group if w.pk in texts), key=shortest, default="")
            )
            new.append(chosen[key])
    model.objects.bulk_update(renamed, ["key"])
    model.objects.bulk_create(new)
    return {wording.pk: chosen[group[0].key].pk for group in groups for wording in group}


def shortest(text: str) -> tuple[int, str]:
    """The order in which an entry chooses among the sentences that say it."""
    return len(text), text


def _move(wordings: Mapping[int, Wording], near: Mapping, placed: Mapping[int, int]) -> Refiled:
    refiled = Refiled({pk: wordings[pk].entry_id for pk, entry in placed.items() if wordings[pk].entry_id != entry})
    moved = [wordings[pk] for pk in refiled.moved]
    for wording in moved:
        wording.entry_id = placed[wording.pk]
    for wording in moved:
        alike = [score for pk, score in near[wording.pk].items() if wordings[pk].entry_id == wording.entry_id]
        if alike:
            refiled.joined[wording.pk] = max(alike)
    for kind in STATEMENTS:
        statement = f"UPDATE {Wording._meta.db_table} SET {kind}_id = %s WHERE id = %s"
        write_rows(statement, [(wording.entry_id, wording.pk) for wording in moved if wording.kind == kind])
    count_again([wording for wording in moved if refiled.moved[wording.pk]])
    _remove_emptied([(wording.kind, refiled.moved[wording.pk]) for wording in moved])
    return refiled


def count_again(wordings: Iterable[Wording]) -> None:
    """Has the evidence and feedback of wordings count for the entry that stands for them now."""
    by_entry = defaultdict(list)
    for wording in wordings:
        by_entry[wording.kind, wording.entry_id].append(wording.pk)
    for kind in STATEMENTS:
        standing = standing_entries(kind, [pk for of_kind, pk in by_entry if of_kind == kind])
        for pk, stands in standing.items():
            Evidence.objects.filter(wording__in=by_entry[kind, pk]).update(**{f"{kind}_id": stands})
            if kind == "fix":
                Feedback.objects.filter(wording__in=by_entry[kind, pk]).update(fix=stands)


def _remove_emptied(left: Iterable[tuple[str, int | None]]) -> None:
    left = set(left)
    for kind, model in STATEMENTS.items():
        entries = model.objects.filter(pk__in=[pk for of_kind, pk in left if of_kind == kind and pk])
        drop(kind, entries.filter(wordings=None, evidence=None, decided=False))
