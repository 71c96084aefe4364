import pytest

from incidents.reading.encodings import NotText, decode

GERMAN = "# Störung am Montag\n\n- Ursache: Zertifikat abgelaufen → erneuert ✅\n"


@pytest.mark.parametrize(
    ("content", "text", "encoding"),
    [
        pytest.param(b"", "", "utf-8", id="empty"),
        pytest.param(b"# Plain", "# Plain", "utf-8", id="ascii without final newline"),
        pytest.param(GERMAN.encode(), GERMAN, "utf-8", id="utf-8"),
        pytest.param(GERMAN.encode("utf-8-sig"), GERMAN, "utf-8-sig", id="byte order mark"),
        pytest.param(b"\xff\xfe" + GERMAN.encode("utf-16-le"), GERMAN, "utf-16-le", id="utf-16 little endian, marked"),
        pytest.param(b"\xfe\xff" + GERMAN.encode("utf-16-be"), GERMAN, "utf-16-be", id="utf-16 big endian, marked"),
        pytest.param(GERMAN.encode("utf-16-le"), GERMAN, "utf-16-le", id="utf-16 little endian, unmarked"),
        pytest.param(GERMAN.encode("utf-16-be"), GERMAN, "utf-16-be", id="utf-16 big endian, unmarked"),
        pytest.param(b"\xff\xfe\x00\x00" + GERMAN.encode("utf-32-le"), GERMAN, "utf-32-le", id="utf-32"),
        pytest.param("Größe – zu groß".encode("cp1252"), "Größe – zu groß", "cp1252", id="cp1252"),
        pytest.param("schön →".encode() + b" na\xefve", "schön → naïve", "utf-8", id="utf-8 with one foreign byte"),
        pytest.param(b"tail \x9d", "tail \x9d", "cp1252", id="a hole of cp1252"),
    ],
)
def test_text_is_found_in_its_encoding(content, text, encoding):
    decoded = decode(content)
    assert (decoded.text, decoded.encoding, decoded.repaired) == (text, encoding, False)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(b"a\r\nb\r\n", "a\nb\n", id="windows"),
        pytest.param(b"a\rb\r", "a\nb\n", id="old mac"),
        pytest.param(b"10%\r100%\nb\n", "10% 100%\nb\n", id="progress bar"),
        pytest.param(b"a\r\r\nb", "a \nb", id="doubled carriage return"),
        pytest.param("a\x0cb\u2028c\x85d\ne".encode(), "a b c d\ne", id="line ends of python only"),
    ],
)
def test_every_physical_line_stays_one_line(content, text):
    assert decode(content).text == text
    assert decode(content).text.splitlines() == text.removesuffix("\n").split("\n")


@pytest.mark.parametrize("misreading", ["cp1252", "mac_roman", "latin-1", "cp437"])
def test_a_wholly_misread_file_is_restored(misreading):
    text = "Status: ✅ behoben → läuft – “später” mehr\n"
    damaged = text.encode().decode(misreading, errors="replace").replace("\ufffd", "\x9d")
    decoded = decode(damaged.encode())
    assert (decoded.text, decoded.repaired) == (text, True)


def test_a_file_misread_twice_is_restored():
    text = "café → thé\n"
    damaged = text.encode().decode("cp1252").encode().decode("cp1252")
    assert decode(damaged.encode()).text == text


def test_damaged_symbols_beside_sound_text_are_restored():
    decoded = decode("Größe geprüft\nErgebnis âœ… und ‚Üí weiter\n".encode())
    assert decoded.text == "Größe geprüft\nErgebnis ✅ und → weiter\n"
    assert [fault.line for fault in decoded.faults] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "Größe",
        "naïve café",
        "Ça va où ?",
        "日本語のテスト",
        "Привет → мир",
        "Ω≈ç√ ‚quoted‘ text",
        "π ≠ 3",
        "Ã© in einem “echten” Text",
    ],
)
def test_sound_text_is_left_alone(text):
    assert decode(text.encode()).text == text
    assert not decode(text.encode()).repaired


def test_zeros_are_left_out_and_named_with_their_line():
    decoded = decode(b"# Title\nsome\0 text\n")
    assert decoded.text == "# Title\nsome text\n"
    assert [fault.line for fault in decoded.faults] == [2]


def test_foreign_bytes_are_named_with_their_line():
    assert [fault.line for fault in decode(b"one\ntwo\nna\xefve\n").faults] == [3]


def test_half_a_character_at_the_end_of_utf16_is_named():
    decoded = decode(b"\xff\xfe" + "a\nb".encode("utf-16-le") + b"\x00")
    assert (decoded.text, decoded.faults[0].line) == ("a\nb\ufffd", 2)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", id="png"),
        pytest.param(b"%PDF-1.7\n1 0 obj", id="pdf"),
        pytest.param(b"PK\x03\x04rest", id="zip"),
        pytest.param(bytes(range(256)) * 8, id="every byte"),
        pytest.param(b"\x00" * 4096, id="only zeros"),
    ],
)
def test_binary_content_is_refused_in_one_sentence(content):
    with pytest.raises(NotText, match=r"^This is [^.]+ text[^.]*\.$"):
        decode(content)


def test_terminal_colours_are_text():
    log = b"\x1b[31mFAILED\x1b[0m tests/test_a.py\n" * 50
    assert decode(log).text == log.decode()
