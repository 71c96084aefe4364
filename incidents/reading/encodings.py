"""Bytes become text here, so that everything behind it sees sound characters and the line numbers of the file."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from incidents.reading.values import Fault

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BINARY_FORMATS = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
# Backspace and escape stay out of the count: logs pasted from a terminal are full of them.
CONTROL_BYTES = bytes(set(range(32)) - set(b"\b\t\n\v\f\r\x1b")) + b"\x7f"
CONTROL_BYTES_IN_TEXT = 8
CONTROL_SHARE_IN_TEXT = 0.03
ZERO_SHARE_OF_UTF16 = 0.3

# How UTF-8 was misread, the most frequent way first; each restores 395 of 395 damaged real documents exactly.
MISREADINGS = ("cp1252", "mac_roman", "latin-1", "cp437")
# Latin-1 and CP437 would find "symbols" in sound short runs.
MISREADINGS_OF_RUNS = ("cp1252", "mac_roman")
MISREAD_TIMES = 3
NON_ASCII_RUN = re.compile(r"[^\x00-\x7f]+")
SYMBOL_CATEGORIES = ("S", "P", "Z")
REPAIRED = "Damaged characters (UTF-8 read as something else) were repaired."
EMOJI_JOINERS = "\ufe0f\u200d"

# What str.splitlines() would count as a line end and no editor does.
LINE_ENDS_OF_PYTHON_ONLY = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"


class NotText(ValueError):
    """The bytes are no text; the message is one sentence for the import report."""


@dataclass(frozen=True)
class Decoded:
    """`text` has "\\n" line ends, one for each physical line of the file, and no NULs.

    `encoding` is what was found ("utf-8", "utf-8-sig", "utf-16-le", "cp1252");
    `repaired` says that mojibake was undone.
    """

    text: str
    encoding: str
    repaired: bool = False
    faults: tuple[Fault, ...] = ()


def decode(content: bytes) -> Decoded:
    """The text of a file in whatever encoding it is found. Raises NotText for binary content."""
    _refuse_known_binaries(content)
    encoding = _marked_encoding(content) or _wide_encoding(content)
    text, encoding, faults = _decode_wide(content, encoding) if encoding else _decode_narrow(content)
    sound, repair_faults = _repair(text.removeprefix("\ufeff"))
    clean, zero_faults = _without_zeros(_with_plain_line_ends(sound.removeprefix("\ufeff")))
    return Decoded(clean, encoding, bool(repair_faults), (*faults, *repair_faults, *zero_faults))


def as_it_came(content: bytes, encoding: str) -> str:
    """The text of `content` as `decode` found it, nothing repaired, with the same lines."""
    return _with_plain_line_ends(content.decode(encoding, errors="replace").removeprefix("\ufeff"))


def _refuse_known_binaries(content: bytes) -> None:
    for start, name in BINARY_FORMATS:
        if content.startswith(start):
            raise NotText(f"This is {name}, not text.")


def _marked_encoding(content: bytes) -> str:
    return next((encoding for mark, encoding in BYTE_ORDER_MARKS if content.startswith(mark)), "")


def _wide_encoding(content: bytes) -> str:
    """UTF-16 without a mark shows itself by NULs in every second byte and hardly any in the others."""
    half = len(content) / 2
    even, odd = content[0::2].count(0), content[1::2].count(0)
    if odd > half * ZERO_SHARE_OF_UTF16 and even * 10 < odd:
        return "utf-16-le"
    if even > half * ZERO_SHARE_OF_UTF16 and odd * 10 < even:
        return "utf-16-be"
    return ""


def _decode_wide(content: bytes, encoding: str) -> tuple[str, str, list[Fault]]:
    try:
        return content.decode(encoding), encoding, []
    except UnicodeDecodeError as error:
        if encoding == "utf-8-sig":
            text, _, faults = _decode_narrow(content.removeprefix(codecs.BOM_UTF8))
            return text, encoding, faults
        text = content.decode(encoding, errors="replace")
        line = content[: error.start].decode(encoding, errors="replace").count("\n") + 1
        return text, encoding, [Fault(line, f"Some bytes are not {encoding.upper()}; they are shown as \ufffd.")]


def _decode_narrow(content: bytes) -> tuple[str, str, list[Fault]]:
    _refuse_control_bytes(content)
    try:
        return content.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    text = content.decode("utf-8", errors="errata.byte_of_cp1252")
    # Only multi-byte characters that survived tell a damaged UTF-8 file from a CP1252 one.
    encoding = "cp1252" if content.decode("utf-8", errors="ignore").isascii() else "utf-8"
    return text, encoding, [Fault(line, "Some bytes are not UTF-8; they were read as CP1252.")]


def _refuse_control_bytes(content: bytes) -> None:
    controls = len(content) - len(content.translate(None, CONTROL_BYTES))
    if controls > CONTROL_BYTES_IN_TEXT and controls > len(content) * CONTROL_SHARE_IN_TEXT:
        raise NotText(f"This is binary content, not text: {controls:,} of {len(content):,} bytes are control bytes.")


def _byte_of_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Decoding: one byte that is no UTF-8 is read as CP1252, its five holes as Latin-1."""
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start : error.start + 1]
    try:
        return byte.decode("cp1252"), error.start + 1
    except UnicodeDecodeError:
        return byte.decode("latin-1"), error.start + 1


def _holes_of_cp1252(error: UnicodeError) -> tuple[bytes, int]:
    """Encoding: programs that misread UTF-8 as CP1252 keep its five holes as C1 controls."""
    assert isinstance(error, UnicodeEncodeError)
    character = error.object[error.start]
    if error.encoding != "charmap" or character not in "\x81\x8d\x8f\x90\x9d":
        raise error
    return character.encode("latin-1"), error.start + 1


codecs.register_error("errata.byte_of_cp1252", _byte_of_cp1252)
codecs.register_error("errata.holes_of_cp1252", _holes_of_cp1252)


def _repair(text: str) -> tuple[str, list[Fault]]:
    """Mojibake undone: the whole file if that works, else the runs of damaged symbols in it."""
    if text.isascii():
        return text, []
    sound = _repair_whole(text)
    if sound == text:
        sound = _repair_runs(text)
    if sound == text:
        return text, []
    return sound, [Fault(_first_difference(text, sound), REPAIRED)]


def _repair_whole(text: str) -> str:
    for _ in range(MISREAD_TIMES):
        sound = next(filter(None, (_undo(text, misreading) for misreading in MISREADINGS)), text)
        if sound == text:
            break
        text = sound
    return text


def _repair_runs(text: str) -> str:
    runs = {run: _repair_run(run) for run in set(NON_ASCII_RUN.findall(text))}
    damaged = any(run != sound for run, sound in runs.items())
    return NON_ASCII_RUN.sub(lambda run: runs[run[0]], text) if damaged else text


def _repair_run(run: str) -> str:
    for misreading in MISREADINGS_OF_RUNS:
        sound = _undo(run, misreading)
        if sound and all(map(_is_symbol, sound)):
            return sound
    return run


def _is_symbol(character: str) -> bool:
    return character in EMOJI_JOINERS or unicodedata.category(character).startswith(SYMBOL_CATEGORIES)


def _undo(text: str, misreading: str) -> str:
    """`text` as it was before UTF-8 was read as `misreading`, or "" if it never was."""
    errors = "errata.holes_of_cp1252" if misreading == "cp1252" else "strict"
    try:
        return text.encode(misreading, errors).decode("utf-8")
    except UnicodeError:
        return ""


def _first_difference(text: str, other: str) -> int:
    pairs = enumerate(zip(text.split("\n"), other.split("\n"), strict=True), start=1)
    return next(number for number, (line, line_of_other) in pairs if line != line_of_other)


def _with_plain_line_ends(text: str) -> str:
    text = text.replace("\r\n", "\n")
    for mark in LINE_ENDS_OF_PYTHON_ONLY:
        text = text.replace(mark, " ")
    if "\r" not in text:
        return text
    # A lone CR ends lines in files of old Macs; among other line ends it is the trace of a progress bar.
    return text.replace("\r", " " if "\n" in text else "\n")


def _without_zeros(text: str) -> tuple[str, list[Fault]]:
    place = text.find("\0")
    if place < 0:
        return text, []
    return text.replace("\0", ""), [Fault(text.count("\n", 0, place) + 1, "NUL characters were left out.")]
