"""A picture is shown to whoever may see a document that shows it, and to nobody else."""

import io

import pytest
from django.contrib.auth.models import User
from PIL import Image

from incidents.mentions import mentions_of, store_mentions
from incidents.models import Document, Member, Picture
from incidents.pictures import add_picture
from incidents.reading.blocks import read_markdown
from incidents.reading.mentions import read_mentions
from incidents.revising import delete, revise

pytestmark = pytest.mark.django_db


def drawn(colour="red"):
    out = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, "PNG")
    return out.getvalue()


def showing(scribe, title, **fields):
    """A document that shows a picture which somebody put into it."""
    document = scribe.document(f"# {title}\n\nWords.\n", **fields)
    address = add_picture(document, "load curve.png", drawn())
    store_mentions([(document, read_mentions(read_markdown(f"![load]({address})")))])
    return document


def sign_in(client, name, role):
    user = User.objects.create_user(name)
    Member.objects.create(user=user, role=role)
    client.force_login(user)
    return user


@pytest.fixture
def picture(scribe):
    showing(scribe, "Kept among us", visibility=Document.Visibility.RESTRICTED)
    return Picture.objects.get().get_absolute_url()


def test_of_an_open_document_everybody_sees_it(client, scribe):
    showing(scribe, "Open")
    answer = client.get(Picture.objects.get().get_absolute_url())
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")


@pytest.mark.parametrize(("role", "status"), [("viewer", 404), ("contributor", 404), ("curator", 200)])
def test_of_a_restricted_document_only_those_who_see_that(client, picture, role, status):
    sign_in(client, "ben", role)
    assert client.get(picture).status_code == status


def test_whoever_has_it_already_is_not_told_that_it_is_there(client, picture):
    etag = f'"{Picture.objects.get().sha256}"'
    assert client.get(picture, headers={"If-None-Match": etag}).status_code == 404


def test_who_is_named_sees_it(client, picture):
    Document.objects.get().readers.add(sign_in(client, "ann", "viewer"))
    assert client.get(picture).status_code == 200


def test_the_same_picture_in_an_open_document_is_open(client, scribe, picture):
    showing(scribe, "Open", path="docs/open.md")
    assert client.get(picture).status_code == 200


@pytest.mark.parametrize(("role", "status"), [("viewer", 404), ("contributor", 200)])
def test_what_no_document_shows_yet_is_for_writers(client, scribe, role, status):
    add_picture(scribe.document("# Words\n"), "a.png", drawn())
    sign_in(client, "ben", role)
    assert client.get(Picture.objects.get().get_absolute_url()).status_code == status


@pytest.fixture
def written(scribe):
    """A document of Ann's with a picture that its text names."""
    ann = User.objects.create_user("ann")
    document = scribe.document("# Kept among us\n\nWords.\n", author=ann)
    revise(document, f"# Kept among us\n\n![load]({add_picture(document, 'load.png', drawn())})\n".encode(), by=ann)
    return document


def test_of_a_deleted_document_nobody_sees_it(client, written):
    delete(written, by="Cleo")
    for role in ("contributor", "curator"):
        sign_in(client, role, role)
        assert client.get(Picture.objects.get().get_absolute_url()).status_code == 404


def test_what_a_restricted_document_showed_before_stays_among_its_readers(client, written):
    Document.objects.update(visibility=Document.Visibility.RESTRICTED)
    revise(written, b"# Kept among us\n\nWithout it.\n", by=written.author)
    for role, status in (("contributor", 404), ("curator", 200)):
        sign_in(client, role, role)
        assert client.get(Picture.objects.get().get_absolute_url()).status_code == status


def test_another_picture_of_the_same_name_takes_no_place(scribe):
    document = scribe.document("# Words\n")
    one, other = (add_picture(document, "../load/../curve.png", drawn(colour)) for colour in ("red", "blue"))
    assert one != other
    assert one.startswith("pictures/load-curve-")
    text = f"![]({one}) ![]({other})"
    assert len({mention.key for mention in mentions_of(document, read_mentions(read_markdown(text)))}) == 2
