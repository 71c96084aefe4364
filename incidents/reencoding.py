"""Pictures that people send: drawn anew, so that nothing but what is to be seen is kept of them."""

import io
import re

from PIL import Image, ImageOps

# What their header claims to need is checked before anything is drawn: a file of 50 KB can claim a billion pixels.
MOST_PIXELS = 25_000_000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")
# A GIF of one frame is better as PNG; the others stay what they are.
WRITTEN_AS = {"GIF": "PNG", "MPO": "JPEG"}
QUALITY = {"JPEG": {"quality": 88, "optimize": True}, "PNG": {"optimize": True}, "WEBP": {"quality": 88}, "AVIF": {}}
DRAWING = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg\b", re.DOTALL
)
LONGEST_PROLOGUE = 2000
BROKEN = (OSError, SyntaxError, ValueError, EOFError)
TOO_MANY = f"The picture has too many points; at most {MOST_PIXELS:,} are taken."


class NoPicture(Exception):
    """What was sent cannot be kept as a picture; the message is one sentence for people."""


def reencoded(content: bytes) -> tuple[bytes, str]:
    """The picture as a new file, and the ending for its name. Of an animation the first frame is kept.

    Where it was taken, with what, and all else that a file says beside its picture, is left behind.
    Raises NoPicture.
    """
    if DRAWING.match(content[:LONGEST_PROLOGUE]):
        raise NoPicture("SVG drawings can hold scripts, so they are not taken: save it as PNG.")
    try:
        return _drawn_anew(content)
    except Image.DecompressionBombError as error:
        raise NoPicture(TOO_MANY) from error
    except BROKEN as error:
        raise NoPicture("The bytes of this file are no whole PNG, JPEG, GIF, WebP or AVIF picture.") from error


def _drawn_anew(content: bytes) -> tuple[bytes, str]:
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise NoPicture(TOO_MANY)
        written_as = WRITTEN_AS.get(picture.format, picture.format)
        upright = ImageOps.exif_transpose(picture)
        clean = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    clean.info = {}
    out = io.BytesIO()
    clean.save(out, written_as, **QUALITY[written_as])
    return out.getvalue(), f".{written_as.lower()}".replace("jpeg", "jpg")
