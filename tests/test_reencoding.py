"""Pictures that people send are drawn anew: what is not to be seen stays behind, and what is no picture is refused."""

import io
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from incidents.reencoding import NoPicture, reencoded

FORMATS = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp", "AVIF": ".avif"}
SECRET = "53.551 N, 9.993 E"


def drawn(written_as="PNG", size=(40, 20), **options):
    """A picture that is red on its left and blue on its right."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    out = io.BytesIO()
    picture.save(out, written_as, **options)
    return out.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content))


def with_place(written_as):
    exif = Image.Exif()
    exif[0x010E] = SECRET
    return drawn(written_as, exif=exif)


def claiming(width, height):
    """A PNG of a few bytes whose header claims to be as large as this."""
    chunks = (b"IHDR" + struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0), b"IDAT" + zlib.compress(b""), b"IEND")
    parts = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("written_as", FORMATS)
def test_a_picture_looks_the_same_and_says_nothing_more(written_as):
    before = with_place(written_as)
    content, ending = reencoded(before)
    assert ending == FORMATS[written_as]
    assert SECRET.encode() in before
    assert SECRET.encode() not in content
    sides = [opened(content).convert("RGB").getpixel(place) for place in ((5, 10), (35, 10))]
    assert [(red > 200, blue > 200) for red, _, blue in sides] == [(True, False), (False, True)]


def test_words_beside_a_png_and_what_follows_its_end_stay_behind():
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET)
    content, _ = reencoded(drawn(pnginfo=words) + b"<script>alert(1)</script>")
    assert SECRET.encode() not in content
    assert b"script" not in content


def test_a_picture_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    content, _ = reencoded(drawn("JPEG", exif=exif))
    assert opened(content).size == (20, 40)


def test_of_an_animation_the_first_frame_is_kept():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    content, ending = reencoded(out.getvalue())
    assert (ending, opened(content).format, getattr(opened(content), "n_frames", 1)) == (".png", "PNG", 1)
    assert opened(content).convert("RGB").getpixel((4, 4)) == (255, 0, 0)


def test_what_is_see_through_stays_so():
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(out, "PNG")
    content, _ = reencoded(out.getvalue())
    assert opened(content).getpixel((4, 4))[3] == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG", id="a drawing"),
        pytest.param(b'<?xml version="1.0"?>\n<!-- x -->\n<svg/>', "SVG", id="a drawing behind its prologue"),
        pytest.param(b"# Words\n", "no whole", id="words"),
        pytest.param(b"", "no whole", id="nothing"),
        pytest.param(drawn("BMP"), "no whole", id="a picture of another kind"),
        pytest.param(drawn("PNG")[:60], "no whole", id="half a picture"),
        pytest.param(claiming(60_000, 60_000), "too many points", id="a bomb"),
        pytest.param(claiming(6_000, 6_000), "too many points", id="a small bomb"),
    ],
)
def test_what_cannot_be_kept_says_why(content, told):
    with pytest.raises(NoPicture, match=told):
        reencoded(content)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([drawn(written_as, size=(12, 8)) for written_as in ("PNG", "JPEG", "GIF", "WEBP")]), st.data())
def test_no_damage_is_more_than_a_refusal(content, data):
    place = data.draw(st.integers(0, len(content) - 1))
    damaged = content[:place] + data.draw(st.binary(max_size=6)) + content[place + data.draw(st.integers(0, 6)) :]
    with suppress(NoPicture):
        assert opened(reencoded(damaged)[0]).size
