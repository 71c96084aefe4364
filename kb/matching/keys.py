"""The keys of an error, from strict to loose: equal keys are why two errors are said to be the same.

The algorithm is frozen under its version: a change of what is keyed is a new version beside this one, never an edit.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

from incidents.reading.failures.error_line import CODE, is_exception_name, read_type_line
from incidents.reading.masks import mask
from incidents.reading.values import Error
from kb.matching.values import Key

ALGORITHM = "errata-1"
MAX_MESSAGE = 2000

# What a tool, a logger or a driver puts before the message; taken off again and again until nothing is left to take.
WRAPPERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("marker", re.compile(r"(?:E\s{2,}|[>*•#|-]+\s+|❌\s*|×\s*)")),
    (
        "severity",
        re.compile(r"(?i:\[?(?:error|fatal|critical|severe|warning|panic|err|exception)\]?\s?:\s+|uncaught\s+)"),
    ),
    ("driver", re.compile(r"\((?P<type>[A-Za-z_][\w.]{0,200})\)\s+")),
    ("class", re.compile(r"<class '(?P<type>[\w.]{1,200})'>:\s+")),
    ("setup", re.compile(r'failed on (?:setup|teardown) with "')),
)
# What drivers put after it, on the same line.
TAILS = re.compile(r"\s*(?:\[SQL: .*|\(Background on this error at: .*|See also: http.*)$", re.S)
DOCUMENTED = re.compile(r"https?://sqlalche\.me/e/[\w/]{1,20}")
QUOTES = str.maketrans("‘’‚‛“”„‟`´", "''''\"\"\"\"''")
HOLE = re.compile(r"<[a-z]{2,9}>")
QUOTED_HOLE = re.compile(r"""(['"])<\*>\1""")
SPACES = re.compile(r"\s+")
SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2})[.!?]\s+(?=[A-Z])")


def keys(error: Error) -> tuple[Key, ...]:
    """The keys of `error`, strict ones first, none twice: S and M with and without the type, C, L, X.

    A key without the type is given only for a message that is specific by itself.
    """
    types, message = canonical(error)
    found = [Key("S", short) for short in types if not message]
    for told in dict.fromkeys((message, first_sentence(message))) if message else ():
        found += _message_keys(types, told)
    found += [Key("C", code) for code in codes(error)]
    found += [Key("L", f"{short}: {place}") for short in types[:1] if (place := _place(error))]
    found += [Key("X", short) for short in types]
    return tuple(sorted(dict.fromkeys(found), key=lambda key: "SMCLX".index(key.level)))


def _message_keys(types: Sequence[str], message: str) -> list[Key]:
    levels = {"S": mask(message, "S").text, "M": shape(message)}
    found = [Key(level, text) for level, text in levels.items() if specific(text)]
    return found + [Key(level, f"{short}: {text}") for level, text in levels.items() for short in types]


def key_hash(key: Key) -> str:
    """What is looked up: hexadecimal SHA-256 of the key's text, by which a database compares."""
    return sha256(key.text.encode()).hexdigest()


def canonical(error: Error) -> tuple[tuple[str, ...], str]:
    """The short type names an error goes by, outermost first, and its first line without wrappers and tails.

    A bare assertion is an AssertionError, whether or not the tool says so.
    """
    return _canonical(error.type, error.message[: 2 * MAX_MESSAGE])


@lru_cache(maxsize=4096)
def _canonical(printed: str, message: str) -> tuple[tuple[str, ...], str]:
    types = [short_name(printed)] if printed else []
    message = TAILS.sub("", message.translate(QUOTES).strip()[:MAX_MESSAGE])
    message = message.split("\n", 1)[0]
    while message and (unwrapped := _unwrap(message)):
        inner, message = unwrapped
        types += [short_name(inner)] if inner else []
    if not types and message.startswith("assert "):
        types = ["AssertionError"]
    if not types and (names := _names_only(message)):
        types, message = names, ""
    return tuple(dict.fromkeys(types)), _unquoted(_closed(SPACES.sub(" ", message).strip()))


def first_sentence(message: str) -> str:
    """The message up to its first full stop, if that much is specific: what follows is advice, or the next thought."""
    first = SENTENCE_END.split(message, maxsplit=1)[0]
    return _closed(first) if specific(first) else message


def _names_only(message: str) -> list[str]:
    """The exceptions that a message names if it does nothing else: "AttributeError and IllegalStateChangeError"."""
    words = re.findall(r"[\w.]+", message[:200])
    names = [word for word in words if is_exception_name(word)]
    return [short_name(name) for name in names] if all(word in FILLERS for word in {*words} - {*names}) else []


def _closed(message: str) -> str:
    """The message without the stop at its end, or a bracket that was opened before it began."""
    message = message.rstrip(" .,;")
    while message.endswith(")") and message.count(")") > message.count("("):
        message = message[:-1].rstrip(" .,;")
    return message


def _unquoted(message: str) -> str:
    """The message out of the quotes that enclose the whole of it."""
    quote = message[:1]
    if len(message) > 2 and quote in "'\"`" and message.find(quote, 1) == len(message) - 1:
        return message[1:-1].strip()
    return message


def shape(message: str) -> str:
    """The message at level M: every value, of whatever kind and in whatever quotes, is `<*>`."""
    return QUOTED_HOLE.sub("<*>", HOLE.sub("<*>", mask(message, "M").text))


def specific(text: str) -> bool:
    """Whether the literal words of a masked message say enough without its type: three, one of them no filler."""
    words = [word for word in re.findall(r"[A-Za-z][A-Za-z'_]+", HOLE.sub(" ", text)) if word.lower() not in FILLERS]
    return len(words) >= 3


def codes(error: Error) -> tuple[str, ...]:
    """The codes that vendors and systems gave this error: `[Errno 98]`, `E0382`, `sqlalche.me/e/20/e3q8`."""
    text = f"{error.type}: {error.message[:MAX_MESSAGE]}"
    found = [error.code, *(match[0] for match in CODE.finditer(text)), *(url[8:] for url in DOCUMENTED.findall(text))]
    return tuple(dict.fromkeys(code for code in found if code))


def short_name(name: str) -> str:
    """The last part of a qualified name: `sqlite3.OperationalError` → `OperationalError`."""
    return re.split(r"[.$]|::", name)[-1]


def read_error(text: str) -> Error:
    """The error written in one line of a template or note, as "Type: message" or as a message alone."""
    found = read_type_line(text)
    if found and (is_exception_name(found[0]) or (found[1] and short_name(found[0]) != found[0])):
        return Error(found[0], found[1], 1)
    return Error("", text.strip(), 1)


def _unwrap(message: str) -> tuple[str, str] | None:
    for _, pattern in WRAPPERS:
        if (match := pattern.match(message)) and match.end() < len(message):
            return match.groupdict().get("type") or "", message[match.end() :]
    found = read_type_line(message)
    return found if found and is_exception_name(found[0]) else None


def _place(error: Error) -> str:
    """The innermost frame of the project's own code: module and function, no line."""
    for frame in reversed(error.frames):
        if frame.function and not FOREIGN.search(frame.file):
            return f"{SEPARATOR.split(frame.file)[-1]} {frame.function}"
    return ""


SEPARATOR = re.compile(r"[/\\]")
FOREIGN = re.compile(r"site-packages|dist-packages|[/\\]lib[/\\]python|node_modules|^<|node:")
FILLERS = frozenset(
    re.findall(
        r"\w+",
        """a an the is are was were be been to of in on at for from by with and or not no it this that as error
        exception failed failure code status exit expected got assert true false none null""",
    )
)
