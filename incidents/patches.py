"""A change of a file as git takes it: the difference for `git apply`, and the mail around it for `git am`.

All of it is bytes, so that a file in any encoding and with any line ends comes out as it was written here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from hashlib import sha1

from incidents.differing import Change, changes

# Lines around a change that say where it belongs; changes with fewer than twice as many between them are told as one.
AROUND = 3
LONGEST_SUBJECT = 200
NO_BLOB = "0" * 40
# The line that git begins a mail with: neither the id nor the day is anybody's.
FROM = b"From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n"
END = b"-- \nErrata\n\n"
# What git writes as an escape in the name of a file.
ESCAPED = re.compile(rb'["\\\x00-\x1f\x7f]')
ESCAPES = {b'"': b'\\"', b"\\": b"\\\\", b"\t": b"\\t", b"\n": b"\\n"}
ENCODED_WORD = "=?"
LONGEST_LINE = 10_000
# By these git tells a name from an address.
NOT_IN_NAMES = re.compile(r'[<>"\\@()]')


@dataclass(frozen=True)
class Patch:
    """One change of the file at `path`, which was not there before where `old` is None; `origin` says where it is
    from."""

    path: str
    old: bytes | None
    new: bytes
    name: str
    address: str
    written: datetime
    subject: str
    origin: str


def mails(patches: list[Patch]) -> Iterator[bytes]:
    """The changes one after the other, each as a mail, as `git format-patch --stdout` writes them."""
    for number, patch in enumerate(patches, start=1):
        yield FROM + _head(patch, f"[PATCH {number}/{len(patches)}]")
        yield difference(patch.path, patch.old, patch.new) + END


def difference(path: str, old: bytes | None, new: bytes) -> bytes:
    """The change of one file; with the ids that git has for both texts, so that `git am --3way` finds the old one."""
    name = path.encode()
    lines = [b"diff --git %s %s\n" % (_quoted(b"a/" + name), _quoted(b"b/" + name))]
    if old is None:
        lines.append(b"new file mode 100644\n")
    lines.append(f"index {_blob(old)}..{_blob(new)}\n".encode())
    if hunks := list(_hunks(_lines(old or b""), _lines(new))):
        lines.append(b"--- %s\n" % (b"/dev/null" if old is None else _named(b"a/" + name)))
        lines.append(b"+++ %s\n" % _named(b"b/" + name))
    return b"".join(lines + hunks)


def _head(patch: Patch, number: str) -> bytes:
    lines = (
        f"From: {_words(NOT_IN_NAMES.sub(' ', patch.name))} <{patch.address}>",
        f"Date: {format_datetime(patch.written)}",
        f"Subject: {number} {_words(patch.subject[:LONGEST_SUBJECT])}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        patch.origin,
        "---",
        "",
        "",
    )
    return "\n".join(lines).encode()


def _words(text: str) -> str:
    """Words of a header: as they are, or encoded where a program of mail would read something else in them."""
    shown = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    if shown.isascii() and ENCODED_WORD not in shown:
        return shown
    return Header(shown, "utf-8", maxlinelen=LONGEST_LINE).encode()


def _hunks(old: list[bytes], new: list[bytes]) -> Iterator[bytes]:
    for group in _groups(changes(old, new)):
        first, last = group[0], group[-1]
        above = min(first.old, AROUND)
        below = min(len(old) - last.old_end, AROUND)
        removed = first.old - above, last.old_end + below
        added = first.new - above, last.new_end + below
        yield f"@@ -{_span(*removed)} +{_span(*added)} @@\n".encode()
        at = removed[0]
        for change in group:
            yield from _marked(b" ", old[at : change.old])
            yield from _marked(b"-", old[change.old : change.old_end])
            yield from _marked(b"+", new[change.new : change.new_end])
            at = change.old_end
        yield from _marked(b" ", old[at : removed[1]])


def _groups(found: list[Change]) -> Iterator[list[Change]]:
    """Changes that stand so near to one another that the lines around them meet."""
    group: list[Change] = []
    for change in found:
        if group and change.old - group[-1].old_end > 2 * AROUND:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _span(start: int, end: int) -> str:
    """Lines as git counts them: the first and how many; of none, the one before them."""
    return f"{start + 1 if end > start else start},{end - start}"


def _marked(mark: bytes, lines: list[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield mark + line
        if not line.endswith(b"\n"):
            yield b"\n\\ No newline at end of file\n"


def _lines(content: bytes) -> list[bytes]:
    *ended, last = content.split(b"\n")
    return [*(line + b"\n" for line in ended), *filter(None, [last])]


def _blob(content: bytes | None) -> str:
    """The id under which git keeps these bytes."""
    if content is None:
        return NO_BLOB
    return sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _named(name: bytes) -> bytes:
    """A name behind `---` or `+++`, where a tab ends one with blanks in it."""
    quoted = _quoted(name)
    return quoted + b"\t" if quoted == name and b" " in name else quoted


def _quoted(name: bytes) -> bytes:
    if not ESCAPED.search(name):
        return name
    return b'"%s"' % ESCAPED.sub(lambda found: ESCAPES.get(found[0]) or b"\\%03o" % found[0][0], name)
