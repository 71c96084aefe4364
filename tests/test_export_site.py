"""A whole site goes out as one archive, and an empty site that takes it in is the same: rows, ids and all decisions."""

import json
import shutil
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from incidents.actions import finish
from incidents.commenting import answer, apply, comment, resolve
from incidents.models import ActionItem, Comment, Document, Event, PicturePlace, Revision
from incidents.people import Member
from incidents.publishing import approve, ask_for_changes, submit
from incidents.publishing import supersede as supersede_document
from incidents.reading.splitting import find_failures
from incidents.revising import delete, revise
from incidents.revisions import mark, redact
from incidents.writing import begin
from kb.answers import answer_paste
from kb.catalogue import learn
from kb.curation.entries import confirm, edit, reject, supersede
from kb.curation.feedback import tell_outcome
from kb.curation.filing_actions import file_action
from kb.curation.merging import merge
from kb.curation.splitting import split
from kb.curation.undoing import undo
from kb.decisions import confirm as confirm_error
from kb.models import Act, Cause, Fix, Rule, Signature, Watch
from kb.text_rules import write_rule
from kb.whole_site import TABLES

pytestmark = pytest.mark.django_db(transaction=True)

# What holds nothing that people wrote or decided about documents and entries, or nobody else's business.
LEFT_OUT = {
    "incidents.Draft": "nobody else's",
    "incidents.Presence": "gone in a moment",
    "incidents.Invitation": "a key to this site",
    "incidents.Member": "with the accounts, as far as they are named",
    "incidents.ImportRun": "what this site did",
    "incidents.ImportedFile": "what this site did",
    "kb.ApiToken": "a key to this site",
    "kb.Notice": "one person's",
    "kb.SearchMark": "made anew",
    "kb.SearchRow": "made anew",
    "kb.SearchWord": "made anew",
}


def test_every_table_goes_out_or_is_left_out_for_a_reason():
    tables = {model._meta.label for app in ("incidents", "kb") for model in apps.get_app_config(app).get_models()}
    exported = {table.model._meta.label for table in TABLES}
    assert exported.isdisjoint(LEFT_OUT)
    assert tables == exported | LEFT_OUT.keys()


EXAMPLES = (
    "debug-orders-api-500.md",
    "incident-aiosqlite-driver-not-found.md",
    "sprint-14-report.md",
    "04-03-SUMMARY.md",
)
NOTE = """\
# Pool ran dry

![the queue](queue.png)

## Root Cause

1. Nobody closed it.

## Resolution

- Closed it. Works.

## Prevention

- Close the database session after each test of the orders.
- Close the open database session after each test of the orders.

## Action items

- [ ] Alert when the pool is at 80 % (owner: bert, due 2026-12-01)
- [ ] Count the open sessions (owner: ann, due 2026-12-02)
"""
ERROR = "PoolError: the pool of orders ran dry after 30 s"


@dataclass(frozen=True)
class Site:
    """An archive, and what the site was that it was written from."""

    archive: Path
    rows: dict
    answers: list


@pytest.fixture(scope="module")
def made():
    """The archive is made by the first test that wants it, and none of them changes it."""
    return {}


@pytest.fixture
def site(made, tmp_path_factory):
    """Some of the examples with all that people do to documents and entries, as an archive; the database is empty."""
    if not made:
        folder = tmp_path_factory.mktemp("site")
        write_site(folder / "reports")
        before = everything(), verdicts()
        run("export_documents", folder / "site.zip")
        made["site"] = Site(folder / "site.zip", *before)
        call_command("flush", interactive=False, verbosity=0)
    get_user_model().objects.create(username="root", is_superuser=True)
    return made["site"]


def write_site(folder):
    folder.mkdir()
    for name in EXAMPLES:
        shutil.copy(settings.BASE_DIR / "examples" / name, folder)
    (folder / "pool.md").write_bytes(NOTE.encode())
    (folder / "latin.md").write_bytes("# Größe der Tabelle\r\n\r\nKein Platz.".encode("cp1252"))
    (folder / "queue.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(40)))
    run("import_documents", folder)
    ann = person("ann", "curator")
    write_together(ann, person("bert", "contributor"))
    decide(ann)


def person(name, role):
    user = get_user_model().objects.create(username=name, first_name=name.title(), email=f"{name}@example.org")
    Member.objects.create(user=user, role=role)
    return user


def write_together(ann, bert):
    note, latin = (Document.objects.get(title=title) for title in ("Pool ran dry", "Größe der Tabelle"))
    secret = revise(note, NOTE.replace("Nobody", "swordfish").encode(), by=bert, why="A slip")
    learn(revise(secret, NOTE.replace("Nobody", "A job never").encode(), by=bert))
    mark(note.revisions.get(number=1), "As found", by=ann)
    redact(note.revisions.get(number=2), by=ann, why="A password")
    answer(comment(note.latest, "Since when?", by=ann, lines=(7, 7)), "Since May.", by=bert)
    note.visibility, note.author = "restricted", bert
    note.save()
    note.readers.add(ann)
    ActionItem.objects.create(document=note, key="watch", text="Watch it", user=bert, first_line=7, last_line=7)
    Watch.objects.create(user=bert, thing=f"document-{note.pk}")
    Watch.objects.create(user=ann, thing="tag-sqlite")
    delete(latin, by=ann, why="A drill")
    review_a_draft(ann, bert)
    act(ann)


def review_a_draft(ann, bert):
    """One that bert wrote, ann reviews and cleo was asked to look at; a suggestion was taken over, one answered."""
    draft = begin("# Queue stood still\n\nFor an hour.\n", "incidents/queue", by=bert, visibility="open")
    submit(draft, [ann, person("cleo", "contributor")], by=bert, why="The times")
    resolve(comment(draft.latest, "By whose clock?", by=ann, lines=(3, 3)), by=bert)
    apply(comment(draft.latest, "", by=ann, lines=(3, 3), suggestion="For two hours."), by=bert)
    ask_for_changes(draft, revision=1, by=ann, why="It was two")
    approve(draft, revision=2, by=ann)


def act(ann):
    """An action that is done, with its note, one that a rule came of, and a document that took another's place."""
    done, kept = ActionItem.objects.exclude(key="watch").order_by("pk")[:2]
    finish(done, by=ann, note="Alert 12")
    file_action(kept, "Every queue has an alert.", by=ann, why="Twice by now")
    one, other = Document.objects.filter(state="published").exclude(title="Pool ran dry").order_by("pk")[:2]
    supersede_document(one, other, by=ann, why="Written anew")


def decide(ann):
    causes, fixes, rules = (list(model.objects.order_by("pk")) for model in (Cause, Fix, Rule))
    confirm(causes[0], by=ann, why="Seen it")
    reject(causes[1], by=ann)
    undo(merge(causes[2], causes[3], by=ann), by=ann)
    merge(fixes[0], fixes[1], by=ann, why="The same")
    edit(fixes[2], by=ann, text="Say it better")
    supersede(rules[0], rules[1], by=ann)
    both = Rule.objects.get(evidence__finding__text__startswith="Close the database session")
    split(both, both.evidence.values_list("finding", flat=True)[:1], by=ann, why="Not the same")
    tell_outcome(fixes[3], worked=True, by="a visitor", note="Twice")
    signature = Signature.objects.order_by("pk").first()
    confirm_error(signature, find_failures(ERROR).failures[0].errors[0], by=ann)
    write_rule(signature, {"all": [{"op": "contains", "value": "queue depth exhausted"}]}, by=ann, examples=[QUEUE])


QUEUE = "RuntimeError: queue depth exhausted in worker"


def run(command, *arguments, **options):
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, verbosity=0, **options)
    return out.getvalue()


def everything():
    """Every row of what goes out, accounts by their names."""
    names = dict(get_user_model().objects.values_list("pk", "username"))
    rows = {table.name: [told(row, names) for row in table.rows.order_by("pk").values()] for table in TABLES}
    readers = Document.readers.through.objects.order_by("document", "user__username")
    return rows | {"readers": list(readers.values_list("document", "user__username"))}


def told(row, names):
    return {name: names[value] if name == "user_id" and value else plain(value) for name, value in row.items()} | {
        "author_id": names.get(row.get("author_id"))
    }


def plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def tampered(archive, target, name, change):
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == name else content)
    return target


def test_an_empty_site_becomes_the_same_site(site, tmp_path):
    assert "The site is back: 7 documents" in run("import_documents", site.archive)
    after = everything()
    assert [name for name, rows in site.rows.items() if rows != after[name]] == []
    assert all(
        site.rows[name] for name in ("acts", "decisions", "text-rules", "feedback", "comments", "events", "pictures")
    )
    assert verdicts() == site.answers
    run("export_documents", tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == site.archive.read_bytes()


def verdicts():
    """What a paste is answered, by key and by rule, and what the search finds."""
    answered = [
        (answer.verdict, [(match.signature, match.reason) for match in answer.matches])
        for text in (
            ERROR,
            QUEUE,
            "sqlalchemy.exc.NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:sqlite.aio",
        )
        for answer in answer_paste(text).answers
    ]
    return answered


def test_what_is_decided_can_be_undone_there_and_the_next_id_is_free(site):
    [rejected] = [row["id"] for row in site.rows["causes"] if row["state"] == "rejected"]
    run("import_documents", site.archive)
    act = Act.objects.standing().filter(kind="reject").get()
    undo(act, by="Ann")
    assert Cause.objects.get(pk=rejected).state == "suggested"
    assert Event.objects.create(document=Document.objects.first(), kind="published", name="Ann").pk
    learn(revise(Document.objects.get(title="Pool ran dry"), NOTE.encode(), by="Ann"))


def test_accounts_come_without_a_way_in(site):
    run("import_documents", site.archive)
    ann = get_user_model().objects.get(username="ann")
    assert (ann.is_active, ann.has_usable_password(), ann.email, ann.member.role) == (False, False, "", "curator")
    assert list(Document.objects.get(visibility="restricted").readers.all()) == [ann]


def test_an_account_that_is_there_already_is_the_same_person(site):
    ann = get_user_model().objects.create(username="ann", email="ann@example.org")
    run("import_documents", site.archive)
    assert Comment.objects.get(text="Since when?").user == ann
    assert get_user_model().objects.get(username="ann").is_active


def test_no_password_and_no_address_goes_out(site):
    with zipfile.ZipFile(site.archive) as archive:
        said = b"".join(archive.read(name) for name in archive.namelist())
    assert b"@example.org" not in said
    assert b"swordfish" not in said


def test_files_lie_as_in_their_source_with_the_pictures_that_they_show(site):
    with zipfile.ZipFile(site.archive) as archive:
        names, note = archive.namelist(), archive.read("reports/queue.png")
        manifest = json.loads(archive.read("manifest.json"))
    assert {f"reports/{name}" for name in (*EXAMPLES, "pool.md")} <= set(names)
    assert "reports/latin.md" not in names
    assert note == bytes(site.rows["pictures"][0]["content"])
    [pool] = [one for one in manifest["documents"] if one["path"] == "reports/pool.md"]
    assert (pool["visibility"], pool["state"], pool["revision"]) == ("restricted", "published", 3)


def test_a_site_that_is_not_empty_takes_the_documents_and_says_so(site, tmp_path):
    (tmp_path / "own.md").write_text("# Our own note\n\nOf this site.\n")
    run("import_documents", tmp_path / "own.md")
    assert "what people decided is not brought in" in run("import_documents", site.archive)
    assert Document.objects.count() == 7
    assert not Act.objects.filter(kind="reject").exists()


def test_there_the_documents_have_the_ids_of_the_manifest(site, tmp_path):
    uids = {row["uid"] for row in site.rows["documents"] if not row["deleted_at"]}
    (tmp_path / "own.md").write_text("# Our own note\n\nOf this site.\n")
    run("import_documents", tmp_path / "own.md")
    run("import_documents", site.archive)
    assert uids <= set(Document.objects.values_list("uid", flat=True))
    assert PicturePlace.objects.exists()


def test_there_nobody_sees_what_was_kept_from_them(site, tmp_path):
    (tmp_path / "own.md").write_text("# Our own note\n\nOf this site.\n")
    run("import_documents", tmp_path / "own.md")
    run("import_documents", site.archive)
    seen = Document.objects.visible_to(AnonymousUser()).values_list("title", flat=True)
    assert not {"Pool ran dry", "Queue stood still"} & set(seen)
    assert Document.objects.get(title="Queue stood still").state == "draft"
    assert "Our own note" in seen


def test_what_was_kept_and_done_is_there_for_whom_it_was(site, client):
    """Through the pages, as the people of the site meet it once an admin has let them in."""
    run("import_documents", site.archive)
    get_user_model().objects.update(is_active=True)
    ann, bert, cleo = (get_user_model().objects.get(username=name) for name in ("ann", "bert", "cleo"))
    note, draft = (Document.objects.get(title=title) for title in ("Pool ran dry", "Queue stood still"))
    assert client.get(note.get_absolute_url()).status_code == 404
    client.force_login(cleo)
    assert "Queue stood still" in client.get("/").content.decode(), "cleo is still asked to review"
    client.force_login(ann)
    told = client.get(f"{draft.get_absolute_url()}comments/").content.decode()
    assert "By whose clock?" in told
    done, kept = ActionItem.objects.exclude(key="watch").order_by("pk")[:2]
    assert "Alert 12" in client.get(done.get_absolute_url()).content.decode()
    assert "Every queue has an alert." in client.get(kept.get_absolute_url()).content.decode()
    assert "#sqlite" in client.get("/watching/").content.decode()
    client.force_login(bert)
    assert "Pool ran dry" in client.get("/watching/").content.decode()


def test_looking_before_brings_nothing(site):
    assert "all of it would be brought back" in run("import_documents", site.archive, dry_run=True)
    assert not Document.everything.exists()


BAD = [
    pytest.param("data/causes.jsonl", lambda content: content + b"{}\n", "is not as it was exported", id="a row more"),
    pytest.param("reports/pool.md", lambda content: b"# Other\n", "is not as it was exported", id="another text"),
    pytest.param("manifest.json", lambda content: b"[]", "", id="no manifest"),
    pytest.param(
        "manifest.json", lambda content: content.replace(b"documents 1", b"documents 9"), "", id="of tomorrow"
    ),
]


@pytest.mark.parametrize("name, change, said", BAD)
def test_of_a_bad_archive_no_decision_is_stored(site, tmp_path, name, change, said):
    bad = tampered(site.archive, tmp_path / "bad.zip", name, change)
    if said:
        with pytest.raises(CommandError, match=said):
            run("import_documents", bad)
        assert not Document.everything.exists()
    else:
        run("import_documents", bad)
    assert not get_user_model().objects.filter(username="ann").exists()


def test_rows_that_do_not_fit_are_refused_in_one_sentence(site, tmp_path):
    bad = rewritten(site.archive, tmp_path / "bad.zip", "data/causes.jsonl", b'{"id": 1, "surprise": true}\n')
    with pytest.raises(CommandError, match="A row of causes cannot be read"):
        run("import_documents", bad)
    assert not Document.everything.exists()
    assert Revision.objects.count() == 0


def rewritten(archive, target, name, content):
    """As somebody would write it who also mends the manifest."""

    def with_digest(text):
        manifest = json.loads(text)
        for one in manifest["beside"]:
            if one["path"] == name:
                one["sha256"] = sha256(content).hexdigest()
        return json.dumps(manifest).encode()

    half = tampered(archive, target.with_suffix(".half"), name, lambda _: content)
    return tampered(half, target, "manifest.json", with_digest)


def test_an_archive_cut_off_is_told(site, tmp_path):
    (tmp_path / "cut.zip").write_bytes(site.archive.read_bytes()[:3000])
    with pytest.raises(CommandError, match="could not be stored"):
        run("import_documents", tmp_path / "cut.zip")
    assert not Document.everything.exists()
