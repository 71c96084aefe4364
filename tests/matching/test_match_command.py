"""The two commands with which a team loads what is known and asks of a log what it holds."""

import json

import pytest
from django.core.management import CommandError, call_command

from kb.models import Signature

pytestmark = pytest.mark.django_db

ROWS = [
    {"id": "pool", "title": "Pool exhausted", "exception_type": "TimeoutError", "template": "Pool of size <*> is dry"},
    {
        "id": "shut",
        "title": "Port shut",
        "exception_type": None,
        "template": "port <*> is shut / no listener on port <*>",
    },
]


@pytest.fixture
def loaded(tmp_path):
    path = tmp_path / "signatures.jsonl"
    path.write_text("\n".join(json.dumps(row | {"notes": "for people"}) for row in ROWS), "utf-8")
    call_command("load_signatures", path)
    return path


def test_signatures_are_loaded_by_their_slug(loaded):
    assert set(Signature.objects.values_list("slug", "written")) == {("pool", True), ("shut", True)}


def test_loading_again_updates(loaded):
    loaded.write_text(loaded.read_text("utf-8").replace("Pool exhausted", "The pool is dry"), "utf-8")
    call_command("load_signatures", loaded)
    assert Signature.objects.count() == 2
    assert Signature.objects.get(slug="pool").title == "The pool is dry"


@pytest.mark.parametrize(
    ("line", "said"), [('{"id": "x"}', "line 1: title and template"), ("{oops", "line 1: not JSON")]
)
def test_a_bad_line_is_named(tmp_path, line, said):
    path = tmp_path / "bad.jsonl"
    path.write_text(line, "utf-8")
    with pytest.raises(CommandError, match=said):
        call_command("load_signatures", path)


def test_a_file_is_answered_in_plain_lines(loaded, tmp_path, capsys):
    log = tmp_path / "build.log"
    log.write_text("asyncio.TimeoutError: Pool of size 5 is dry\n", "utf-8")
    call_command("match", log)
    out = capsys.readouterr().out
    assert out.startswith("KNOWN  asyncio.TimeoutError: Pool of size 5 is dry")
    assert "pool" in out


def test_standard_input_is_answered_as_json(loaded, monkeypatch, capsys, tmp_path):
    text = tmp_path / "paste.txt"
    text.write_text("Error: no listener on port 8080", "utf-8")
    with text.open() as file:
        monkeypatch.setattr("sys.stdin", file)
        call_command("match", "-", json=True)
    (failure,) = json.loads(capsys.readouterr().out)["failures"]
    assert failure["verdict"] == "known"
    assert failure["candidates"][0]["signature"] == "shut"


def test_a_batch_gives_one_answer_a_line(loaded, tmp_path, capsys):
    pastes = [
        {"id": 1, "text": "TimeoutError: Pool of size 9 is dry"},
        {"id": 2, "text": "the printer caught fire twice"},
    ]
    path = tmp_path / "pastes.jsonl"
    path.write_text("\n".join(map(json.dumps, pastes)), "utf-8")
    call_command("match", batch=str(path), json=True)
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(answer["id"], answer["failures"][0]["verdict"]) for answer in answers] == [(1, "known"), (2, "unknown")]


def test_a_missing_file_is_said(loaded):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("match", "nowhere.log")
