"""How long does the live preview take, beside rendering alone? `preview.py FOLDER...`

The documents of the folders are put together to texts of 50 KB with front-matter, with links between them. Each is
sent to the preview of a document as the editor sends it, through all of Django, with the session, the rule who may
edit, and the places of all links looked up; in turn with it `render(text)` by itself. Neither is kept from one time to
the next. Wall time, the best of five. Ends with 1 if the preview takes over three times as long in the median.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from embedded import empty_database

# isort: split
from django.contrib.auth.models import User
from django.test import Client, override_settings

from incidents.files import SourceFile
from incidents.models import Document, Member, Role
from incidents.readers import read
from incidents.reading.encodings import NotText, decode
from incidents.reading.front_matter import read_front_matter
from incidents.reading.rendering import render
from incidents.storing import Reading, Version, store_readings

SIZE = 50_000
MOST_TEXTS = 20
TIMES = 5
HEAD = "---\ntitle: A preview\nstatus: open\n---\n\n"
LINKS = "\n\nSee [[Text {before}]], [[E-{number}]] and [that one](/documents/{number}/).\n\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    texts = list(_texts(parser.parse_args().folders))
    if not texts:
        sys.exit(f"The Markdown in these folders is less than {SIZE:,} characters.")
    empty_database()
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        times = list(_measured(texts))
    ratios = sorted(ours / alone for ours, alone in times)
    print(f"{len(times)} texts of {SIZE:,} characters")
    print(f"render() alone  {median(alone for _, alone in times) * 1000:6.1f} ms")
    print(f"preview         {median(ours for ours, _ in times) * 1000:6.1f} ms")
    print(f"ratio           {median(ratios):6.2f} in the median, {ratios[-1]:.2f} at worst")
    return int(median(ratios) > 3)


def _texts(folders: list[Path]) -> Iterator[str]:
    text, made = "", 0
    for path in sorted(path for folder in folders for path in folder.rglob("*.md")):
        try:
            text += read_front_matter(decode(path.read_bytes()).text).body
        except NotText:
            continue
        text += LINKS.format(before=made - 1, number=made)
        if len(text) >= SIZE and made < MOST_TEXTS:
            yield HEAD + text[:SIZE]
            text, made = "", made + 1


def _measured(texts: list[str]) -> Iterator[tuple[float, float]]:
    user = User.objects.create_user("ann")
    Member.objects.create(user=user, role=Role.CONTRIBUTOR)
    client = Client()
    client.force_login(user)
    documents = [_stored(f"# Text {number}\n", user, number) for number in range(len(texts))]
    for document, text in zip(documents, texts, strict=True):
        alone = read_front_matter(text).body
        yield _best(lambda: _preview(client, document, text)), _best(lambda: render(alone))  # noqa: B023


def _stored(text: str, user: User, number: int) -> Document:
    file = SourceFile(f"written:text-{number}.md", f"written/text-{number}.md", text.encode())
    told = read(file)
    document = Document(location=file.location, path=file.path, author=user)
    return store_readings([Reading(document, told, (Version(file.content, told),))])[0]


def _preview(client: Client, document: Document, text: str) -> None:
    answer = client.post(f"/documents/{document.pk}/edit/preview/", {"text": text}, headers={"HX-Request": "true"})
    assert answer.status_code == 200


def _best(run: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
