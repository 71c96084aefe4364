"""Error messages by the million: those that the installed Python code raises, varied with its own words.

So the frequencies of words are those of real messages, and near every signature stand others that differ in a word,
as they do in a catalogue that has grown for years.
"""

import ast
import random
import re
import sysconfig
from collections.abc import Iterator
from pathlib import Path

HOLE = "<*>"
FORMATTED = re.compile(r"%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]|\{[^{}]{0,40}\}")
WORD = re.compile(r"\b[a-z]{3,}\b")
MIN_WORDS = 4
MAX_LENGTH = 200

# The type's name, and the message with a hole for what varies.
Message = tuple[str, str]


def harvest() -> list[Message]:
    """What the standard library and the packages beside it raise, in order, each once."""
    folders = [sysconfig.get_path(name) for name in ("stdlib", "purelib")]
    files = sorted({file for folder in folders for file in Path(folder).rglob("*.py") if "test" not in str(file)})
    return list(dict.fromkeys(message for file in files for message in _raised(file)))


def varied(harvested: list[Message], chance: random.Random) -> Iterator[Message]:
    """Messages without end: another type's name, words in place of others, two clauses joined."""
    words = [word for _, text in harvested for word in WORD.findall(text)]
    types = [kind for kind, _ in harvested]
    while True:
        kind, text = chance.choice(harvested)
        if chance.random() < 0.4:
            text = f"{text}; {chance.choice(harvested)[1]}"
        places = [match.span() for match in WORD.finditer(text)]
        for start, end in sorted(chance.sample(places, min(len(places), chance.randint(1, 3))), reverse=True):
            text = text[:start] + chance.choice(words) + text[end:]
        other = chance.choice(types)
        yield (kind if chance.random() < 0.3 else f"{chance.choice(words).title()}{other}"), text


def filled(message: Message, chance: random.Random) -> Message:
    """The message as a program prints it: each hole with a value of its own."""
    kind, text = message
    values = (lambda: str(chance.randrange(10**6)), lambda: f"'item_{chance.randrange(10**4)}'")
    first, *parts = text.split(HOLE)
    return kind, first + "".join(chance.choice(values)() + part for part in parts)


def _raised(file: Path) -> Iterator[Message]:
    try:
        tree = ast.parse(file.read_bytes())
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
            text = " ".join(_text(node.exc.args[0]).split())[:MAX_LENGTH]
            if len(WORD.findall(text)) >= MIN_WORDS:
                yield ast.unparse(node.exc.func).rpartition(".")[2], text


def _text(node: ast.expr) -> str:
    """What a message says as far as the program's text tells; a hole for the rest."""
    if isinstance(node, ast.Constant):
        return FORMATTED.sub(HOLE, node.value) if isinstance(node.value, str) else HOLE
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_text, node.values))
    if isinstance(node, ast.BinOp):
        return _text(node.left) + (_text(node.right) if isinstance(node.op, ast.Add) else "")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _text(node.func.value)
    return HOLE
