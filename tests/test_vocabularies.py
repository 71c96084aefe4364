"""What reading gives out is what the tables take: each word once in `values.py`, its twin in the models."""

import pytest

from incidents.models import Document, Finding, FindingLink
from incidents.reading import values


@pytest.mark.parametrize(
    "choices, words",
    [
        (Document.Kind, values.DOCUMENT_KINDS),
        (Document.Status, values.STATUSES),
        (Document.Severity, values.SEVERITIES),
        (Finding.Kind, values.FINDING_KINDS),
        (Finding.Outcome, values.OUTCOMES),
        (Finding.Confidence, values.CONFIDENCES),
        (FindingLink.Relation, values.RELATIONS),
    ],
)
def test_the_tables_take_every_word_of_the_reader_and_no_other(choices, words):
    assert tuple(choices.values) == words
