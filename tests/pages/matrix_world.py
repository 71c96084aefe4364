"""Who asks and what is asked for in the matrix of all addresses: eight people, and documents of every standing.

Each document has a word that stands in no other one: who must not know of the document must never read that word.
"""

import io
from types import SimpleNamespace

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from PIL import Image

from incidents import commenting, publishing
from incidents.invitations import invite
from incidents.models import (
    Conflict,
    Document,
    Duplicate,
    ImportedFile,
    ImportRun,
    Invitation,
    Member,
    Picture,
    Reviewer,
    State,
)
from incidents.pictures import add_picture
from incidents.revising import delete, revise
from incidents.uploads import Sent
from incidents.writing import begin
from kb.catalogue import ENTRIES, drop_unfounded, learn
from kb.curation.entries import confirm
from kb.digests import SIGNER
from kb.import_runs import plan
from kb.keeping import keep
from kb.models import KeptPaste
from kb.tokens import Scope, find, issue
from kb.watching import Notice
from tests.pages.matrix_rights import PEOPLE, ROLES

# name → (its word, who sees it, what became of it)
DOCUMENTS = {
    "open": ("azurite", "open", "published"),
    "restricted": ("bornite", "restricted", "published"),
    "draft": ("cuprite", "open", "draft"),
    "restricted review": ("dioptase", "restricted", "review"),
    "locked": ("epidote", "open", "published"),
    "deleted": ("fluorite", "open", "published"),
    "deleted restricted": ("galenite", "restricted", "published"),
}
WORDS = {name: word for name, (word, *_) in DOCUMENTS.items()}
TAUGHT = ("open", "restricted", "locked")
# Stands in all of them, for what is searched.
COMMON = "harbour"

REPORT = """\
---
title: The {word} harbour stood still
project: {word}
tags: [{word}]
---
# The {word} harbour stood still

{picture}

```text
Traceback (most recent call last):
  File "{word}.py", line 12, in take
{Word}Error: {word} ran out of harbour berths
```

## Root Cause

The {word} crane blocks every harbour berth while {word} waits.

## Resolution

- Moving {word} out of the harbour before noon worked.

## Prevention

1. Never let {word} enter a full harbour.

## Test pattern

Ask whether {word} is out before the test:

```python
def test_{word}_leaves_the_harbour(harbour):
    assert "{word}" not in harbour
```

## Action items

- [ ] Paint {word} on the harbour wall (owner: reader, due 2031-02-03)
"""


def make_world():
    """All of it, as one would come by it: written, learnt, commented on, met again in its source."""
    people = {name: _person(name) for name in PEOPLE if name != "visitor"}
    documents = {name: _written(name, people) for name in DOCUMENTS}
    tokens = {name: issue(user, "program", Scope.values) for name, user in people.items()}
    # Its first use is written down.
    assert all(find(key) for _, key in tokens.values())
    world = SimpleNamespace(
        people=people,
        documents=documents,
        things={name: _things(name, document, people) for name, document in documents.items()},
        clients={name: _client(people.get(name)) for name in PEOPLE},
        tokens={name: row for name, (row, _) in tokens.items()},
        keys={name: key for name, (_, key) in tokens.items()},
        notices={name: _notice(user, documents["open"]) for name, user in people.items()},
        **_of_the_site(people, documents),
    )
    for name, document in documents.items():
        if name.startswith("deleted"):
            delete(document, by=people["author"], why="A drill.")
    drop_unfounded()
    return world


def _person(name):
    user = get_user_model().objects.create(username=name, email=f"{name}@example.org")
    user.is_superuser = user.is_staff = name == "admin"
    user.save()
    Member.objects.create(user=user, role=ROLES.get(name, name), digest="daily", seen_on=timezone.now().date())
    return user


def _client(user):
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def _written(name, people):
    """Three revisions: begun, with a picture, with a sentence more; then as far on its way as it goes."""
    word, visibility, state = DOCUMENTS[name]
    author = people["author"]
    document = begin(_text(word, ""), word, by=author, visibility=visibility)
    address = add_picture(document, f"{word}.png", _drawn(word))
    with_picture = _text(word, f"![{word} at noon]({address})")
    revise(document, with_picture.encode(), by=author)
    revise(document, f"{with_picture}\nThe {word} is seen again.\n".encode(), by=people["curator"])
    # As if its text had once come from a folder, so that the folder may have another one by now.
    document.revisions.filter(number=1).update(origin="import")
    if state != State.PUBLISHED:
        Reviewer.objects.create(document=document, user=people["reader"])
    elif visibility == "restricted":
        document.readers.add(people["reader"])
    if state == State.REVIEW:
        publishing.submit(document, [], by=author)
    if state == State.PUBLISHED:
        learn(publishing.publish(document, by=author))
    Document.objects.filter(pk=document.pk).update(locked=name == "locked")
    document.refresh_from_db()
    return document


def _text(word, picture):
    return REPORT.format(word=word, Word=word.capitalize(), picture=picture)


def _drawn(word):
    out = io.BytesIO()
    Image.new("RGB", (4, 4), (ord(word[0]), 0, 0)).save(out, "PNG")
    return out.getvalue()


def _things(name, document, people):
    """What hangs on a document, each as its addresses need it."""
    word = WORDS[name]
    asked = {"lines": (9, 9), "suggestion": f"```text {word}"}
    said = commenting.comment(document.latest, f"Is it {word}?", by=people["reader"], **asked)
    theirs = _text(word, "Nothing to see.").replace("before noon", "at night").encode()
    there = {"document": document, "path": f"folder/{word}.md"}
    conflict = Conflict.objects.create(content=theirs, sha256=word, **there)
    double = Duplicate.objects.create(location=f"/folder/{word}-copy.md", **there)
    entries = _entries(document) if name in TAUGHT else {}
    act = confirm(entries["signature"], by=people["curator"], why=f"So says {word}.") if entries else None
    shown = document.mentions.get(target__endswith=".png")
    return SimpleNamespace(
        document=document,
        comment=said,
        action=document.actions.get(),
        conflict=conflict,
        duplicate=double,
        act=act,
        picture=Picture.objects.get(places__location=shown.key),
        **entries,
    )


def _entries(document):
    said = {kind: model.objects.filter(evidence__finding__document=document) for kind, model in ENTRIES.items()}
    # The word in its address would be said by whoever asks for it.
    said["signature"].update(slug=f"signature-{document.pk}")
    return {kind: entries.order_by("pk").first() for kind, entries in said.items()}


def _notice(user, document):
    url = document.get_absolute_url()
    return Notice.objects.create(user=user, kind="comment", thing="document-1", name="Ann", text="Seen.", url=url)


def _of_the_site(people, documents):
    """What belongs to no document: pastes, imports, invitations, an account to change."""
    run = ImportRun.objects.create(sources=["folder"], finished=timezone.now(), total=3, done=3, counts={"new": 3})
    for name in ("open", "restricted", "restricted review"):
        ImportedFile.objects.create(run=run, path=documents[name].path, result="new", document=documents[name])
    _person("somebody")
    token = invite(people["owner"], role="viewer", days=7)
    return {
        "run": run,
        "plan": plan([Sent("planned.md", [b"# Planned\n"])], ""),
        "paste": keep("ValueError: calm", title="Kept", visibility=KeptPaste.Visibility.EVERYBODY, by="Ann").token,
        "invitation": Invitation.objects.get(),
        "link": token,
        "somebody": get_user_model().objects.get(username="somebody"),
        "digest": SIGNER.sign(people["viewer"].pk),
    }
