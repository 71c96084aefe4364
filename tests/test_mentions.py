"""Documents that lead to each other, by path and by name, also when one comes later or moves."""

import zipfile
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from incidents.mentions import mentioned, mentioned_by, place_of
from incidents.models import Document

pytestmark = pytest.mark.django_db

POOL = "---\nid: INC-7\n---\n# Pool exhausted\n\nNo connection was free.\n"
REVIEW = """# Review of March

- [the report](../postmortems/pool%20report.md#cause), also [[pool exhausted]] and [[INC-7|seven]]
- [not written yet](../postmortems/disk.md)
"""


def write(folder, **texts):
    for name, text in texts.items():
        path = folder / name.replace("__", "/").replace("_", " ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".md").write_text(text)


def import_documents(*paths):
    call_command("import_documents", *map(str, paths), stdout=StringIO())


def titles_by_target(path):
    document = Document.objects.get(path__endswith=path)
    return {
        target: found.title for target, found in mentioned(document, document.mentions.all(), AnonymousUser()).items()
    }


def mentioning(path):
    return [document.title for document in mentioned_by(Document.objects.get(path__endswith=path), AnonymousUser())]


@pytest.fixture
def notes(tmp_path):
    folder = tmp_path / "notes"
    write(folder, postmortems__pool_report=POOL, reviews__march=REVIEW)
    return folder


def test_a_folder(notes):
    import_documents(notes)
    assert titles_by_target("march.md") == {
        "../postmortems/pool report.md": "Pool exhausted",
        "[[pool exhausted]]": "Pool exhausted",
        "[[INC-7]]": "Pool exhausted",
    }
    assert mentioning("pool report.md") == ["Review of March"]


def test_an_archive(notes, tmp_path):
    with zipfile.ZipFile(tmp_path / "notes.zip", "w") as archive:
        for path in notes.rglob("*.md"):
            archive.write(path, path.relative_to(notes))
    import_documents(tmp_path / "notes.zip")
    assert "../postmortems/pool report.md" in titles_by_target("march.md")


def test_what_comes_later_is_found_then(notes):
    import_documents(notes)
    write(notes, postmortems__disk="# Disk full\n\nLogs.\n")
    import_documents(notes)
    assert titles_by_target("march.md")["../postmortems/disk.md"] == "Disk full"


def test_links_follow_a_file_that_moved(notes):
    import_documents(notes)
    (notes / "postmortems" / "pool report.md").rename(notes / "reviews" / "pool.md")
    (notes / "reviews" / "march.md").rename(notes / "march.md")
    import_documents(notes)
    assert titles_by_target("march.md") == {"[[pool exhausted]]": "Pool exhausted", "[[INC-7]]": "Pool exhausted"}


def test_a_new_text_mentions_what_it_mentions_now(notes):
    import_documents(notes)
    write(notes, reviews__march="# Review of March\n\nNothing to tell.\n")
    import_documents(notes)
    assert titles_by_target("march.md") == {}
    assert mentioning("pool report.md") == []


def test_of_two_with_one_name_the_nearer_is_meant(tmp_path):
    write(tmp_path / "a", readme="# Team A\n\nUs.\n", log="# Log\n\nsee [[readme]]\n")
    write(tmp_path / "b", readme="# Team B\n\nUs.\n")
    import_documents(tmp_path / "b", tmp_path / "a")
    assert titles_by_target("log.md") == {"[[readme]]": "Team A"}
    assert mentioning("a/readme.md") == ["Log"]
    assert mentioning("b/readme.md") == []


@pytest.mark.parametrize(
    "location, path, address, place",
    [
        ("/srv/notes/2026/a.md", "notes/2026/a.md", "b.md", "/srv/notes/2026/b.md"),
        ("/srv/notes/2026/a.md", "notes/2026/a.md", "./../b.md", "/srv/notes/b.md"),
        ("/srv/notes/2026/a.md", "notes/2026/a.md", "/b.md", "/srv/notes/b.md"),
        ("/srv/a.md", "a.md", "/b.md", "/srv/b.md"),
        ("/srv/n.zip!/2026/a.md", "n.zip/2026/a.md", "../b.md", "/srv/n.zip!/b.md"),
        ("/srv/n.zip!/2026/a.md", "n.zip/2026/a.md", "/b.md", "/srv/n.zip!/b.md"),
        ("/srv/n.zip!/a.md", "n.zip/a.md", "../b.md", ""),
        ("upload:n/a.md", "n/a.md", "b.md", "upload:n/b.md"),
        ("upload:a.md", "a.md", "b.md", "upload:b.md"),
        ("upload:a.md", "a.md", "../../b.md", ""),
        ("upload:n.zip!/c/a.md", "n.zip/c/a.md", "/b.md", "upload:n.zip!/b.md"),
        ("git:/srv/s@main!/docs/a.md", "s/docs/a.md", "../../../etc/b.md", ""),
    ],
)
def test_where_an_address_leads(location, path, address, place):
    assert place_of(location, path, address) == place


def test_asking_costs_the_same_for_many_links(notes, django_assert_num_queries):
    write(notes, reviews__april="# April\n\n" + "".join(f"[[n{n}]] [a](b{n}.md)\n" for n in range(50)))
    import_documents(notes)
    for path in ("march.md", "april.md"):
        document = Document.objects.get(path__endswith=path)
        with django_assert_num_queries(3):
            mentioned(document, document.mentions.all(), AnonymousUser())
