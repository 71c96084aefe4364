"""Which words of a text another one has not: what varies from example to example is marked, the rest is read once."""

import re
from difflib import SequenceMatcher

WORD = re.compile(r"\w+|\s+|[^\w\s]")
# Comparing takes time that grows with the square of this; what follows is shown unmarked.
MAX_WORDS = 400


def marked(text, beside):
    """`text` in pieces (words, differs): those that differ are not in `beside` at this place."""
    words = WORD.findall(text)
    mine, theirs = words[:MAX_WORDS], WORD.findall(beside)[:MAX_WORDS]
    matcher = SequenceMatcher(None, theirs, mine, autojunk=False)
    pieces = [
        ("".join(mine[start:end]), tag != "equal") for tag, _, _, start, end in matcher.get_opcodes() if end > start
    ]
    return [*pieces, ("".join(words[MAX_WORDS:]), False)] if len(words) > MAX_WORDS else pieces
