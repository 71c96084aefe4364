"""Other ways to find the messages most like a line, over the same texts; they answer with numbers, best first."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec

from kb.matching.words import read_words

Way = Callable[[str], list[int]]


def peers(texts: Sequence[str], limit: int) -> Iterator[tuple[str, Way]]:
    """SQLite's own full text index, and tantivy and rapidfuzz where they are installed."""
    yield "FTS5, OR of all words", _fts5(texts, limit)
    if find_spec("tantivy"):
        yield "tantivy, OR of all words", _tantivy(texts, limit)
    if find_spec("rapidfuzz"):
        yield "rapidfuzz ratio, all rows", _rapidfuzz(texts, limit)


def _fts5(texts: Sequence[str], limit: int) -> Way:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE held USING fts5(text, content='')")
    database.executemany("INSERT INTO held (rowid, text) VALUES (?, ?)", enumerate(texts))
    select = f"SELECT rowid FROM held WHERE held MATCH ? ORDER BY rank LIMIT {limit}"

    def way(text: str) -> list[int]:
        query = " OR ".join(f'"{word}"' for word in read_words(text))
        return [number for (number,) in database.execute(select, (query,))]

    return way


def _tantivy(texts: Sequence[str], limit: int) -> Way:
    tantivy = import_module("tantivy")
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False)
    builder.add_integer_field("number", stored=True)
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(text=text, number=number))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def way(text: str) -> list[int]:
        query = index.parse_query(" ".join(re.findall(r"\w+", text.lower())), ["text"])
        return [searcher.doc(address)["number"][0] for _, address in searcher.search(query, limit).hits]

    return way


def _rapidfuzz(texts: Sequence[str], limit: int) -> Way:
    process, fuzz = import_module("rapidfuzz.process"), import_module("rapidfuzz.fuzz")
    return lambda text: [number for _, _, number in process.extract(text, texts, scorer=fuzz.ratio, limit=limit)]
