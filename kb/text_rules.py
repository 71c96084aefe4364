"""Text rules on record: written by people, checked against their own examples, fetched few at a time for a paste."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import connection

from incidents.authors import author
from incidents.reading.redacting import redact
from kb import postings
from kb.matching import text_rules
from kb.matching.words import feature_hash
from kb.models import Signature, TextRule
from kb.rows import rows_within

# So many rules are simply all tried; of more, only those whose rarest word is in the paste.
FEW = 200
MAX_EXAMPLES = 20
NO_ANCHOR = 0
VALID = f"SELECT signature_id, name, rule FROM {TextRule._meta.db_table} WHERE valid"


@dataclass(frozen=True)
class WrittenRule:
    """A rule as it is applied: the signature it speaks for, and the person who wrote it."""

    signature: int
    name: str
    rule: text_rules.TextRule


def write_rule(
    signature: Signature,
    rule: Mapping[str, object],
    *,
    by: AbstractBaseUser | str,
    examples: Sequence[str],
    counter_examples: Sequence[str] = (),
) -> TextRule:
    """Puts a rule on record: from now on a failure that satisfies it is known as `signature`.

    Examples are pastes that it must fit and counter-examples such that it must not; they are kept, without secrets.
    ValidationError with one sentence if the rule is not well formed, fits too much, or fails one of them.
    """
    examples, counter_examples = list(map(redact, examples)), list(map(redact, counter_examples))
    checked = _checked(rule, examples, counter_examples)
    return TextRule.objects.create(
        signature=signature,
        rule=dict(rule),
        examples=examples,
        counter_examples=counter_examples,
        anchor=_anchor(checked),
        **author(by),
    )


def withdraw(rule: TextRule) -> None:
    """Stops a rule; its row stays."""
    rule.valid = False
    rule.save(update_fields=["valid"])


def rules_for(words: Iterable[str]) -> list[WrittenRule]:
    """The valid rules that a paste with these words and types may satisfy: one query if there are few rules at all."""
    with connection.cursor() as cursor:
        cursor.execute(f"{VALID} LIMIT {FEW + 1}")
        rows = cursor.fetchall()
    if len(rows) > FEW:
        rows = list(rows_within(f"{VALID} AND anchor IN", {NO_ANCHOR, *map(feature_hash, words)}))
    return [WrittenRule(signature, name, _read(rule)) for signature, name, rule in rows]


@lru_cache(maxsize=2048)
def _read(text: str) -> text_rules.TextRule:
    return text_rules.read_rule(json.loads(text))


def _checked(
    raw: Mapping[str, object], examples: Sequence[str], counter_examples: Sequence[str]
) -> text_rules.TextRule:
    try:
        rule = text_rules.read_rule(raw)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    if not text_rules.is_specific(rule):
        raise ValidationError("The rule fits too much: ask for two telling words, a code, or a type of its own.")
    if not 1 <= len(examples) <= MAX_EXAMPLES or len(counter_examples) > MAX_EXAMPLES:
        raise ValidationError(f"A rule needs 1 to {MAX_EXAMPLES} examples, and at most as many counter-examples.")
    for number, example in enumerate(examples, 1):
        if not text_rules.fits_text(rule, example):
            raise ValidationError(f"The rule does not fit its example {number}.")
    for number, example in enumerate(counter_examples, 1):
        if text_rules.fits_text(rule, example):
            raise ValidationError(f"The rule fits its counter-example {number}, and must not.")
    return rule


def _anchor(rule: text_rules.TextRule) -> int:
    """The hash of the rarest of the words that a failure must have."""
    hashes = list(map(feature_hash, text_rules.required_words(rule)))
    known = postings.frequencies(hashes)
    return min(hashes, key=lambda word: known.get(word, 0), default=NO_ANCHOR)
