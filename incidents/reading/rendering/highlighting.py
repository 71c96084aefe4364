"""Code in colours by Pygments' short CSS classes, line by line; static/css/code.css knows the colours."""

from functools import cache, lru_cache
from html import escape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Whitespace, _TokenType
from pygments.util import ClassNotFound

# Lexers are regular expressions of many hands; what is longer is shown without colours.
LONGEST_HIGHLIGHTED = 20_000


def highlight(code: str, language: str) -> list[str]:
    """The lines of `code` as HTML. Unknown languages have no colours."""
    lines = code.removesuffix("\n").split("\n")
    lexer = _lexer(language) if language and len(code) <= LONGEST_HIGHLIGHTED else None
    if not lexer:
        return [escape(line) for line in lines]
    return _coloured(lexer, "\n".join(lines))


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _coloured(lexer: Lexer, code: str) -> list[str]:
    lines = [""]
    for kind, text in lexer.get_tokens(code):
        css_class = _css_class(kind)
        for number, part in enumerate(text.split("\n")):
            if number:
                lines.append("")
            if part:
                words = escape(part)
                lines[-1] += f'<span class="{css_class}">{words}</span>' if css_class else words
    return lines


@cache
def _css_class(kind: _TokenType) -> str:
    """The class of the token type, or of the nearest wider one that Pygments has a class for."""
    while kind not in STANDARD_TYPES:
        kind = kind.parent
    return "" if kind in Whitespace else STANDARD_TYPES[kind]
