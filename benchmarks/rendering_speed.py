"""How long is the first view of a document, beside Python-Markdown's own convert? `rendering_speed.py FOLDER...`

The documents of the folders are put together to texts of 100 KB. For each, in turn: the body of our page from an empty
cache (links looked up among given places, anchors, code in colours, cleaning), the same from the cache,
`markdown.markdown(text)`, and with the extensions that show what ours shows (tables, code, headings' ids). Prints
the medians, and the ratio of ours to each, with the worst. Processor time, the best of three.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import process_time

import markdown
from django.core.cache import caches

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "kb.settings"

from incidents.reading.encodings import NotText, decode
from incidents.reading.front_matter import read_front_matter
from kb.rendered import rendered

SIZE = 100_000
MOST_TEXTS = 20
EXTENSIONS = ["tables", "fenced_code", "codehilite", "toc", "sane_lists"]


def main() -> int:
    """Ends with 1 if ours takes over three times as long as the plain convert, in the median."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folders", nargs="+", type=Path)
    texts = list(_texts(arguments.parse_args().folders))
    if not texts:
        sys.exit(f"The Markdown in these folders is less than {SIZE:,} characters.")
    times = [_times(text) for text in texts]
    ours = [each["first view"] for each in times]
    print(f"{len(texts)} texts of {SIZE:,} characters\n{'':34} median    ours is, in the median (at worst)")
    for name in times[0]:
        other = [each[name] for each in times]
        ratios = sorted(our / their for our, their in zip(ours, other, strict=True))
        print(f"{name:34} {median(other) * 1000:4.1f} ms    {median(ratios):.2f} times ({ratios[-1]:.2f})")
    return int(median(our / each["Python-Markdown"] for our, each in zip(ours, times, strict=True)) > 3)


def _texts(folders: list[Path]) -> Iterator[str]:
    text, made = "", 0
    for path in sorted(path for folder in folders for path in folder.rglob("*.md")):
        try:
            text += read_front_matter(decode(path.read_bytes()).text).body + "\n\n"
        except NotText:
            continue
        if len(text) >= SIZE and made < MOST_TEXTS:
            yield text[:SIZE]
            text, made = "", made + 1


def _times(text: str) -> dict[str, float]:
    front = read_front_matter("\n" + text)

    def first_view() -> None:
        caches["pages"].clear()
        rendered(front, {}, [10, 100, 1000])

    return {
        "first view": _seconds(first_view),
        "second view": _seconds(lambda: rendered(front, {}, [10, 100, 1000])),
        "Python-Markdown": _seconds(lambda: markdown.markdown(text)),
        "Python-Markdown with extensions": _seconds(lambda: markdown.markdown(text, extensions=EXTENSIONS)),
    }


def _seconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        start = process_time()
        work()
        best = min(best, process_time() - start)
    return best


if __name__ == "__main__":
    sys.exit(main())
