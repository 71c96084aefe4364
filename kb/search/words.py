"""The one splitter of words and identifiers: what is indexed and what is asked for is cut in the same places.

`sqlalchemy.exc.NoSuchModuleError` is read twice: finely, as `sqlalchemy exc no such module error`, so that any part
and any run of parts finds it; and coarsely, as `sqlalchemy exc nosuchmoduleerror`, for those who type it in small
letters. No word is left out as too common: "not", "is" and "in" tell failures apart.
"""

import re
import unicodedata

# A digest or commit stays whole, to be found by how it begins; its letters and figures say nothing apart.
DIGEST = r"(?<![^\W_])(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{7,64}(?![^\W_])"
# Signs of Chinese and Japanese stand without spaces between: each is a word.
SIGN = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
# Capitals before a word that begins with one (HTTP|Error), a word with or without a capital, capitals, figures.
PART = re.compile(rf"{DIGEST}|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+|{SIGN}|(?:(?!{SIGN})[^\W_A-Za-z0-9])+")
RUN = re.compile(r"[^\W_]+")
# What people write as one: letters and figures with dots, slashes, underscores and the like between.
NAME = re.compile(r"[^\W_]+(?:[._:/\\-]+[^\W_]+)*")
# A run that the two readings cut differently.
MIXED = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Za-z][0-9]|[0-9][A-Za-z]")
# A longer word is no word; engines limit the length of one.
MAX_WORD = 80


def fine(text: str) -> list[str]:
    """The smallest parts of a text, in order, in small letters and without accents.

    >>> fine("sqlalchemy.exc.NoSuchModuleError in tests/test_app.py")
    ['sqlalchemy', 'exc', 'no', 'such', 'module', 'error', 'in', 'tests', 'test', 'app', 'py']
    """
    return [part[:MAX_WORD] for part in " ".join(PART.findall(plain(text))).lower().split()]


def coarse(name: str) -> list[str]:
    """The parts of a name between its signs alone: NoSuchModuleError is one.

    >>> coarse("sqlalchemy.exc.NoSuchModuleError")
    ['sqlalchemy', 'exc', 'nosuchmoduleerror']
    """
    return [run.lower()[:MAX_WORD] for run in RUN.findall(plain(name))]


def names(text: str) -> list[str]:
    """Each name of a text that the two readings cut differently, read coarsely, once; in order.

    >>> names("ImportError: no module 'HTTPServer', says the ImportError in py.path")
    ['importerror', 'httpserver']
    """
    mixed = dict.fromkeys(name for name in NAME.findall(plain(text)) if MIXED.search(name))
    return list(dict.fromkeys(" ".join(coarse(name)) for name in mixed))


def plain(text: str) -> str:
    """Letters without accents and in their usual form, in capitals or small as they were.

    >>> plain("ﬁle Zürich")
    'file Zurich'
    """
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if not unicodedata.combining(sign)))
