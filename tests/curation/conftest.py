"""A team's notes, as short as they can be: each writes which fixes, rules or errors it has, and is learnt."""

import itertools

import pytest

from incidents.models import Document, Finding
from kb.catalogue import learn


@pytest.fixture
def note():
    """Writes a document that says these things, learns it, and gives it back."""
    numbers = itertools.count(1)

    def note(*texts, kind="fix", outcome="worked", date=None):
        number = next(numbers)
        path = f"notes/{number}.md"
        document = Document.objects.create(
            location=f"/srv/{path}", path=path, kind="incident", title=f"Note {number}", date=date
        )
        Finding.objects.bulk_create(
            Finding(
                document=document,
                label=f"f{place}",
                kind=kind,
                text=text,
                first_line=place,
                last_line=place,
                confidence="stated",
                outcome=outcome if kind == "fix" else "",
            )
            for place, text in enumerate(texts, 1)
        )
        learn(document)
        return document

    return note
