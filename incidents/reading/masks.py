"""What varies from one occurrence of an error to the next, and what looks as if it did but tells errors apart.

Too few masks and nothing is recognised, too many and 403 becomes 404: this table is the larger part of the matcher.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

LEVELS = ("S", "T", "M")


@dataclass(frozen=True)
class Mask:
    """One kind of value. `pattern` is verbose; `levels` says where it is masked; a `kept` one is left as written.

    A kept mask stands above the others to shield its text from them. To add one see docs/adding-a-mask.md.
    """

    name: str
    pattern: str
    levels: str = "STM"
    kept: bool = False


@dataclass(frozen=True)
class Masked:
    """`text` with `<name>` for each value of the `source`, at one level."""

    text: str
    source: str
    level: str

    @cached_property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The distinct values, each behind what it is called, in order."""
        called: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for match in _values(self.source, self.level):
            if match[0] not in called:
                name = _called(match)
                counts[name] += 1
                called[match[0]] = name if counts[name] == 1 else f"{name} {counts[name]}"
        return tuple((name, value) for value, name in called.items())


# Asked in this order at each place of the text: what must stay, then the long and certain, then the short.
# Every pattern starts at a border and is possessive or bounded, so that the whole table stays linear.
MASKS: tuple[Mask, ...] = (
    # [Errno 98], [WinError 32], errno=28, errno: 111
    Mask("errno", r"\[(?:Errno|WinError)\ -?\d++\] | (?<!\w)(?i:errno)[\ :=]{1,2}-?\d++", kept=True),
    # E0382, TS2339, CS0246, MSB5012, C4996, LNK2019, ORA-00942, SQLSTATE 42P01, SQLSTATE[HY000]
    Mask("code", r"(?<![\w-])(?:[A-Z]{1,4}\d{3,6}|ORA-\d{5}|SQLSTATE[\[\ :=]{1,2}[0-9A-Z]{5})(?!\w)", kept=True),
    # An assertion on HTTP statuses: the two numbers are the message.
    Mask("assert", r"(?<!\w)assert\ [1-5]\d\d\ (?:==|!=|in|is)(?:\ [(\[]?[1-5]\d\d(?!\d))?", kept=True),
    # status 404, status code: 500, HTTP/1.1 502, Response [422], code=403
    Mask(
        "status",
        r"""(?<!\w)(?:(?i:status)(?:[\ _-]?(?i:code))?|HTTP(?:/\d(?:\.\d)?)?|Response|(?i:code))
            [\ :=\[]{1,3}[1-5]\d\d(?!\d)""",
        kept=True,
    ),
    # 404 Not Found, 422 Unprocessable Entity: a status with its reason.
    Mask("reason", r"(?<![\w.-])[1-5]\d\d(?=\ [A-Z][a-z]{1,20}(?:\ [A-Z][a-z]|\ ?$|[\]):.,;]))", kept=True),
    # exit code 137, exited with code 1, exit status 2, signal 9, returned non-zero exit status 1
    Mask(
        "exit",
        r"(?<!\w)(?i:exit(?:ed)?(?:\ with)?(?:\ (?:status|code)){0,2}|signal|return\ code)[\ :=]{1,2}-?\d++",
        kept=True,
    ),
    # Words that end in a number and are words all the same. The look-ahead passes over other words in one step.
    Mask(
        "word",
        r"""(?<![\w-])(?=[1-3][dD]|[A-Za-z]{1,8}[-v/]{0,2}+\d|(?i:psycopg|boto|libgl))(?i:
            utf-?(?:8|16|32)(?:-?(?:le|be|sig))? | utf8mb[34] | ucs-?[24] | latin-?1 | cp\d{3,5}
            | iso-?8859-\d{1,2} | big5 | sha-?(?:1|224|256|384|512) | md5 | hs256 | rs256
            | base(?:16|32|58|64|85) | ed25519 | aes-?(?:128|256) | argon2 | x86(?:_64)? | x64 | amd64
            | arm(?:64|v[678]) | aarch64 | win(?:32|64) | i[3-6]86 | u?int(?:8|16|32|64) | float(?:16|32|64)
            | bfloat16 | [uif](?:8|16|32|64|128) | complex(?:64|128) | http[123] | h2 | http/[123](?:\.\d)?
            | oauth[12] | ipv[46] | tls(?:v?1(?:\.[0-3])?)? | sslv[23] | s3 | ec2 | k8s | i18n | l10n | py3
            | p2p | b2b | [1-3]d | es(?:[5-9]|20\d\d) | css3 | html5 | sql92 | mp[34] | h26[45]
            | python[23](?:\.\d{1,2})? | sqlite3 | psycopg[23]? | boto3? | urllib3 | log4j2? | libgl\d?
            | vue[23] | jinja2 | bs4
        )(?![\w])""",
        kept=True,
    ),
    # A placeholder of a template that is masked again.
    Mask("hole", r"<(?:\*|[a-z]{2,9})>", kept=True),
    Mask("uuid", r"(?<![\w-])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![\w-])"),
    # 2026-01-31, 2026-01-31T10:00:00.123Z, 2026-01-31 10:00:00,123 +0000
    Mask(
        "time",
        r"""(?<![\w.-])(?:
            \d{4}-\d\d-\d\d(?:[T\ ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|\ ?[+-]\d\d:?\d\d)?)?
            | \d\d:\d\d:\d\d(?:[.,]\d{1,9})?
        )(?![\w-])""",
    ),
    Mask("address", r"(?<!\w)0[xX][0-9a-fA-F]++(?!\w)"),
    # Test runners and systems number their scratch folders: nothing below them comes back.
    Mask(
        "tmp",
        r"""(?<![\w/.])(?:
            /(?:private/)?(?:tmp|var/folders)/[^\s'"`<>|:,;()\[\]]++
            | [A-Za-z]:\\{1,2}Users\\{1,2}[^\\\n'"]{1,60}\\{1,2}AppData\\{1,2}Local\\{1,2}Temp(?:\\[^\s'"`<>|:,;()]*+)?
        )""",
    ),
    # pid 4711, pid=4711, thread 140735, goroutine 18, Task-5, gw0, worker-3, line 12, (9881)
    Mask(
        "id",
        r"""(?<![\w-])(?:
            (?i:[pt]id|process|thread|goroutine|line)[\ :=\#]{1,2}\d++
            | (?=\w++-\d)(?:Task|Thread|Dummy|\w{0,16}(?:PoolWorker|PoolExecutor|Process)|[Ww]orker)-\d++(?:[-_]\d++)*+
            | gw\d{1,3}
        )(?!\w)""",
    ),
    # 1.5s, 200 ms, 30 seconds, 5000ms, 1h30m
    Mask(
        "duration",
        r"(?<![\w.-])(?:\d++h\d++m(?:\d++s)?|\d++(?:\.\d++)?\ ?(?:[mnµu]?s|sec(?:ond)?s?|min(?:ute)?s?|hours?))(?!\w)",
    ),
    # A digest has digits and letters: `facade` and `1234567` are none.
    Mask(
        "hash",
        r"(?<![\w-])(?:sha256:)?(?=[0-9a-f]{7})(?=[a-f]{0,63}\d)(?=\d{0,63}[a-f])[0-9a-f]{7,128}(?![\w-])",
    ),
    Mask("url", r"(?<![\w.])[a-z][a-z0-9+.-]{1,19}+://[^\s'\"`<>]++", levels="M"),
    Mask("email", r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,6}", levels="M"),
    # An address with or without a port; `::` alone is C++ and Rust.
    Mask(
        "ip",
        r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|\[?[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{0,4}){3,7}\]?)(?::\d{1,5})?(?![\w.:])",
        levels="M",
    ),
    # "…", '…' and `…` on one line; an apostrophe inside a word opens nothing.
    Mask(
        "text",
        r"""(?<![\w'])'[^'\n]{0,300}'(?!\w) | (?<![\w"])"[^"\n]{0,300}"(?!\w) | (?<![\w`])`[^`\n]{1,300}`(?!\w)""",
        levels="M",
    ),
    # At least two components, or one after ~ or a drive letter.
    Mask(
        "path",
        r"""(?<![\w/.~\\])(?:
            (?:~|\.{1,2}|[A-Za-z0-9_][\w.@+-]{0,80}+)?(?:/[\w.@+=-]++){2,40}+/?
            | (?:~|\.{1,2})/[\w.@+-]++
            | [A-Za-z]:[\\/]{1,2}[^\s'"`<>|:,;()\[\]]++
        )(?::\d++){0,2}""",
        levels="M",
    ),
    # A token of another encoding: long, of one alphabet, with capitals and digits.
    Mask(
        "token",
        r"""(?<![\w+/=-])(?=[\w+/=-]{32})(?=[A-Za-z]{0,80}\d)(?=[^A-Z\s]{0,80}[A-Z])
            [\w+/=-]{32,2000}+(?:\.[\w-]{10,2000}+){0,2}""",
        levels="M",
    ),
    Mask("size", r"(?<![\w.-])\d++(?:\.\d++)?\ ?(?:[KMGT]i?B|[kMGT]?[Bb]ytes|%)(?!\w)", levels="TM"),
    # 3, -2, 1.5, 1,000, 1.2.3, 10x20
    Mask("number", r"(?<!\w)(?<!\d\.)[+-]?\d++(?:[.,]\d++)*+(?:e[+-]?\d++)?(?![A-Za-z])", levels="TM"),
    # storage_elem_01_wal, user42, v1.2.3, blk_-99: the digits, not the name.
    Mask("digits", r"(?:(?<=[A-Za-z_])|(?<=_)-)\d++(?:\.\d++)*+", levels="TM"),
)

# Nothing in the table can begin anywhere else, so the engine passes over plain words without asking it: a word counts
# only if a digit or one of : / @ \ follows in its neighbourhood, or if it is one that announces a number.
ANNOUNCING = (
    "errno|sqlstate|assert|status|http|code|response|exit(?:ed)?|signal|return|[pt]id|process|thread|goroutine|line"
)
START = rf"""
    (?=[0-9'"`/<~\[+]|[.-][0-9/.])
    |(?<![A-Za-z0-9_-])(?=[A-Za-z])(?=[A-Za-z_.+-]{{1,41}}+[\d:/@\\]|(?i:{ANNOUNCING})[^A-Za-z])
    |(?<=[A-Za-z_])(?=\d)|(?<=_)(?=-\d)"""

# What stands before a value names it better than its kind does: `relation "orders"`, `user 'ann'`.
NOUN = re.compile(
    r"""(?<!\w)(?P<noun>relation|table|column|module|database|role|user|key|file|directory|attribute|constraint|function|class
    |index|type|name|property|command|worker|plugin|test|host|port|package|image|argument|parameter|schema|sequence
    |variable|method|field|task|service|container|branch|revision|fixture|named)[\ :=(]{0,3}$""",
    re.X | re.I,
)


@lru_cache(maxsize=8192)
def mask(text: str, level: str) -> Masked:
    """`text` at level "S" (without what never comes back: ids, times), "T" (nor numbers) or "M" (nor any value).

    Numbers that tell errors apart (statuses, errno, exit and compiler codes) stay at every level.
    """
    parts: list[str] = []
    end = 0
    for match in _values(text, level):
        parts += (text[end : match.start()], f"<{match.lastgroup}>")
        end = match.end()
    return Masked("".join((*parts, text[end:])), text, level)


def _values(text: str, level: str) -> Iterator[re.Match[str]]:
    return (match for match in UNIONS[level].finditer(text) if match.lastgroup not in KEPT)


def _called(match: re.Match[str]) -> str:
    """What a value is called: by the noun before it, else by its kind."""
    noun = NOUN.search(match.string[max(0, match.start() - 20) : match.start()])
    return noun["noun"].lower() if noun else match.lastgroup or ""


def _union(level: str) -> re.Pattern[str]:
    masks = "\n|".join(f"(?P<{mask.name}>{mask.pattern})" for mask in MASKS if level in mask.levels)
    return re.compile(f"(?:{START})(?:{masks})", re.X)


KEPT = frozenset(mask.name for mask in MASKS if mask.kept)
UNIONS = {level: _union(level) for level in LEVELS}
