"""Every address of the site with the right it takes, what it is about, and what is sent to it.

An address that is missing here fails tests/pages/test_matrix.py by its name.
"""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.pages.matrix_rights import IN_THE_BIN
from tests.pages.matrix_rows import (
    ACT,
    ACTION,
    CAUSE,
    COMMENT,
    CONFLICT,
    DELETED,
    DOCUMENT,
    DOUBLE,
    FIX,
    IN_THE_FORM,
    NOTICE,
    OF_SIGNATURE,
    PATTERN,
    PICTURE,
    REVISION,
    RULE,
    SIGN_IN,
    SIGNATURE,
    SITE,
    TOKEN,
    About,
    asks,
    both,
    get,
    in_all_forms,
    keeps,
    of_world,
    pk_of,
    post,
    unfinished,
)
from tests.pages.matrix_world import COMMON

TEXT = f"# Another text\n\nThe {COMMON} is calm.\n"
PASTE = f"AzuriteError: azurite ran out of {COMMON} berths"
REASON = {"why": "It is so."}
SIGNATURE_TEXT = {"title": "Calm", "template": "too calm", "example": "CalmError: too calm"}
SETTINGS = {"name": "Ann Lee", "time_zone": "Europe/Berlin", "digest": "daily"}
NEW_TOKEN = {"name": "Another", "scopes": ["read"], "days": 9}
PANELS = (
    *("verdicts", "recurrences", "failed-fixes", "unproven", "most-met"),
    *("causes", "review", "actions", "stale"),
)
RUN, PLAN, ACCOUNT, INVITATION = (About(address=pk_of(name)) for name in ("run", "plan", "somebody", "invitation"))


def picture(asked):
    out = io.BytesIO()
    Image.new("RGB", (3, 3), "white").save(out, "PNG")
    return {"picture": SimpleUploadedFile("calm.png", out.getvalue(), "image/png")}


def confirmed(asked):
    return {"version": asked.thing("cause").version} | REASON


def stated(asked):
    rule = asked.world.things["open"].rule
    return {"entry": [f"rule-{rule.pk}-{rule.version}"]}


def offered(asked):
    """The cause of a signature, for the open document."""
    signature, cause = asked.thing("signature"), asked.thing("cause")
    return {"text": TEXT, "signature": signature.pk, "entry": [f"cause-{cause.pk}"], "how": "references"}


def draft(asked):
    user = asked.world.people.get(asked.person)
    return {"text": TEXT, "base": 3, "writer": user.pk if user else 0}


def reviewers(asked):
    return {"reviewers": [asked.world.people["contributor"].pk]}


def successor(asked):
    return {"successor": asked.world.things["locked"].document.pk}


def watched(asked):
    return {"thing": f"document-{asked.thing('document').pk}"}


def step(name, right, gives, sends=REASON, **columns):
    return post(right, DOCUMENT.also(name=name), gives, sends=sends, **columns)


PAGES = {
    "home": [get("read")],
    "match": [get("read"), post("read", gives=200, sends={"text": PASTE})],
    "search": [get("read", query=f"q={COMMON}"), get("read", query=f"q={COMMON}&as=atom")],
    "dashboard": [get("read")],
    "dashboard_csv": [get("read", SITE.also(slug=slug)) for slug in PANELS],
    "api": [get("read")],
    "history": in_all_forms("read", known_to=IN_THE_BIN),
}
CATALOGUE = {
    "signatures": in_all_forms("read"),
    "start_signature": both("decide on entries", sends=SIGNATURE_TEXT),
    "signature": [get("read", SIGNATURE)],
    "causes": in_all_forms("read"),
    "cause": [get("read", CAUSE)],
    "fixes": in_all_forms("read"),
    "fix": [get("read", FIX)],
    "feedback": [post("say what worked", FIX, sends={"worked": "yes"})],
    "rules": in_all_forms("read"),
    "rule": [get("read", RULE)],
    "patterns": in_all_forms("read"),
    "pattern": [get("read", PATTERN)],
    "review": [get("decide on entries")],
    "review_document": [get("decide on entries", DOCUMENT)],
    "accept_stated": [post("decide on entries", DOCUMENT, sends=stated)],
    "due": [get("decide on entries")],
    "decide": [
        get("decide on entries", CAUSE.also(kind="cause", decision="merge")),
        post("decide on entries", CAUSE.also(kind="cause", decision="reject"), sends=confirmed),
    ],
    "undo": [post("decide on entries", ACT)],
}
PASTES = {
    "kept_pastes": [get("read")],
    "keep_preview": [post("decide on entries", gives=200, sends={"text": PASTE}, changes=False)],
    "keep_paste": [post("decide on entries", sends={"title": "A", "text": PASTE, "visibility": "everybody"})],
    "kept_paste": [get("read", of_world(token="paste"))],
    "delete_paste": [post("decide on entries", of_world(token="paste"))],
}
DOCUMENTS = {
    "documents": in_all_forms("read"),
    "document": [get("read", DOCUMENT)],
    "document_source": [get("read", DOCUMENT), get("read", DOCUMENT, query="original")],
    "document_files": [get("read", DOCUMENT)],
    "document_raw": [get("read", DOCUMENT)],
    "document_download": [
        get("read", DOCUMENT.also(form="markdown")),
        get("read", DOCUMENT.also(form="patch"), unfinished(404, 200)),
    ],
    "documents_download": [
        get("have an account", SITE.also(form="zip")),
        get("have an account", SITE.also(form="patch"), 302),
    ],
    "picture": [get("read", PICTURE)],
    "revisions": [get("read", DOCUMENT)],
    "revisions_compare": [get("read", DOCUMENT), get("read", DOCUMENT, query="from=1&to=2&as=rendered")],
    "revision": [get("read", REVISION), get("read", REVISION, query="as=source")],
    "revision_restore": [post("edit", REVISION, sends={"seen": 3})],
    "revision_mark": [post("edit", REVISION, sends={"mark": "calm"})],
    "revision_redact": both("redact", REVISION, sends=REASON),
    "document_visibility": both("restrict", DOCUMENT, sends={"visibility": "restricted", "seen": 0}),
    "document_delete": both("delete", DOCUMENT, sends=REASON),
    "document_restore": [post("delete", DELETED, known_to=IN_THE_BIN)],
    "documents_deleted": [get("import", known_to=IN_THE_BIN)],
    "actions": in_all_forms("read"),
    "action": [get("read", ACTION)],
    "action_rule": both("decide on entries", ACTION, sends={"text": "Never paint a wall twice."}),
    "action_step": [post("finish an action", ACTION.also(step="done"), sends={"note": "By hand."})],
}
PUBLISHING = {
    "document_submit": both("edit", DOCUMENT, unfinished(302, 200), sends=reviewers),
    "document_verdict": both(
        "judge", DOCUMENT, {"restricted review": 302, "else": 200}, sends={"revision": 3, "verdict": "approved"}
    ),
    "document_publish": both("publish", DOCUMENT, sends={"seen": 3}, shows=unfinished(200, 302)),
    "document_learnt": [get("read", DOCUMENT, unfinished(404, 200))],
    "document_step": [
        get("retire", DOCUMENT.also(name="archive")),
        step("withdraw", "publish", {"draft": 200, "else": 302}),
        step("archive", "retire", unfinished(200, 302)),
        step("reopen", "retire", 200, changes=False),
        step("supersede", "retire", unfinished(200, 302) | {"locked": 200}, sends=successor),
    ],
    "comments": [get("read", DOCUMENT)],
    "comment_new": both("comment", DOCUMENT, sends={"text": "Is it so?", "first": 9, "last": 9, "revision": 3}),
    "comment_answer": [post("comment", COMMENT, sends={"text": "It is."})],
    "comment_settle": [post("settle a comment", COMMENT)],
    "comment_apply": [post("edit", COMMENT)],
}
# What is sent comes back where it is refused, so that nobody is sent to sign in with a text in hand.
WRITING = {
    "write": [get("write"), keeps("write", 302, SITE, {"title": "Calm", "outline": "note", "visibility": "open"})],
    "write_token": [get("read", everybody=True)],
    "document_edit": [get("edit", DOCUMENT)],
    "edit_preview": [keeps("edit", 200, DOCUMENT, {"text": TEXT, "base": 3}, changes=False)],
    "edit_fields": [keeps("edit", 200, DOCUMENT, {"text": TEXT, "base": 3}, changes=False)],
    "edit_picture": [keeps("edit", 200, DOCUMENT, picture)],
    "edit_known": [
        keeps("edit", 200, DOCUMENT, {"text": TEXT, "error": PASTE}, changes=False),
        keeps("write", 200, OF_SIGNATURE, offered, changes=False),
    ],
    "edit_insert": [keeps("write", 200, OF_SIGNATURE, offered, changes=False)],
    "names": [get("write", query=f"q={COMMON}")],
    "people_names": [get("write", query="q=a")],
    "document_save": [keeps("edit", 302, DOCUMENT, {"text": TEXT, "base": 3})],
    "document_together": [
        keeps("edit", 302, DOCUMENT, {"act": "text", "mine": TEXT, "text": TEXT, "base": 3, "seen": 3})
    ],
    "document_merged": [get("edit", DOCUMENT.also(base=1, theirs=2))],
    "document_draft": [keeps("edit", 200, DOCUMENT, draft)],
    "draft_discard": [post("edit", DOCUMENT, changes=False)],
    "document_presence": [keeps("edit", 200, DOCUMENT)],
}
IMPORTS = {
    "imports": both("import", sends={"name": "calm.md", "text": TEXT}),
    "import_samples": [post("import")],
    "import": [get("import", RUN)],
    "import_begin": [post("import", PLAN)],
    "import_discard": [post("import", PLAN)],
    "conflicts": [get("import")],
    "conflict": both("decide a conflict", CONFLICT, sends={"take": "theirs", "seen": 3}),
    "duplicate": [post("import", DOUBLE, sends={"decision": "same"})],
}
PEOPLE = {
    "watching": [get("have an account"), post("have an account", IN_THE_FORM, sends=watched)],
    "notices": [get("have an account"), get("have an account", query="as=atom")],
    "notice": [get("have an account", NOTICE, 302)],
    "notices_seen": [post("have an account", sends={"upto": 10**9})],
    "feed_address": [post("have an account")],
    "digest_stop": [
        get("read", of_world(token="digest"), everybody=True),
        post("read", of_world(token="digest"), 200, everybody=True),
    ],
    "people": [get("own the site")],
    "people_invite": [post("own the site", sends={"role": "viewer", "days": 1})],
    "people_withdraw": [post("own the site", INVITATION)],
    "people_role": [post("own the site", ACCOUNT, sends={"role": "curator"})],
    "people_deactivate": [post("own the site", ACCOUNT)],
    "people_reactivate": [post("own the site", ACCOUNT, changes=False)],
    "settings": both("have an account", sends=SETTINGS),
    "join": [get("have an account", of_world(token="link"), everybody=True, visitor=302)],
    "manage": [get("own the site", known_to=IN_THE_BIN)],
    "site_download": [get("administer", known_to=IN_THE_BIN)],
    "catch_up_index": [post("own the site", changes=False)],
    "tokens": [
        get("have an account", visitor=SIGN_IN),
        post("have an account", gives=200, sends=NEW_TOKEN, visitor=SIGN_IN),
    ],
    "token_revoke": [post("have an account", TOKEN, visitor=SIGN_IN)],
}
API = {
    "api-1:openapi-json": [get("read", everybody=True)],
    "api-1:openapi-view": [get("read", everybody=True)],
    "api-1:api-root": [get("read", gives=404, everybody=True)],
    "api-1:match": [asks("POST", "read", sends={"text": PASTE}, changes=False)],
    "api-1:search": [asks("GET", "read", query=f"q={COMMON}")],
    "api-1:signature": [asks("GET", "read", SIGNATURE)],
    "api-1:statement": [
        asks("GET", "read", about.also(kind=kind))
        for kind, about in {"causes": CAUSE, "fixes": FIX, "rules": RULE, "patterns": PATTERN}.items()
    ],
    "api-1:document": [asks("GET", "read", DOCUMENT)],
    "api-1:bring_in": [asks("POST", "import", sends={"path": "calm.md", "text": TEXT})],
    "api-1:write": [asks("PUT", "edit", DOCUMENT, sends={"text": TEXT})],
    "api-1:tell": [asks("POST", "say what worked", FIX, sends={"worked": True})],
}
TABLE = PAGES | CATALOGUE | PASTES | DOCUMENTS | PUBLISHING | WRITING | IMPORTS | PEOPLE | API
# What allauth and Django bring: by address the status for a visitor and for who is signed in, on every site.
ACCOUNT = {
    "account_login": (200, 302),
    "account_logout": (302, 200),
    "account_signup": (200, 302),
    "account_inactive": (200, 200),
    "account_reauthenticate": (SIGN_IN, 200),
    "account_email": (SIGN_IN, 200),
    "account_email_verification_sent": (200, 200),
    "account_confirm_email": (200, 200),
    "account_change_password": (SIGN_IN, 200),
    "account_set_password": (SIGN_IN, 302),
    "account_reset_password": (200, 200),
    "account_reset_password_done": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "account_reset_password_from_key_done": (200, 200),
    "account_confirm_login_code": (SIGN_IN, 302),
    "mfa_index": (SIGN_IN, 200),
    "mfa_authenticate": (SIGN_IN, 302),
    "mfa_reauthenticate": (SIGN_IN, 302),
    "mfa_activate_totp": (SIGN_IN, 302),
    "mfa_deactivate_totp": (SIGN_IN, 404),
    "mfa_view_recovery_codes": (SIGN_IN, 404),
    "mfa_generate_recovery_codes": (SIGN_IN, 302),
    "mfa_download_recovery_codes": (SIGN_IN, 404),
    "mfa_list_webauthn": (SIGN_IN, 200),
    "mfa_add_webauthn": (SIGN_IN, 302),
    "mfa_remove_webauthn": (SIGN_IN, 302),
    "mfa_edit_webauthn": (SIGN_IN, 302),
    "mfa_login_webauthn": (SIGN_IN, 302),
    "mfa_reauthenticate_webauthn": (SIGN_IN, 302),
    "usersessions_list": (SIGN_IN, 200),
}
