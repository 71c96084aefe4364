"""Credentials are masked here before a paste is shown, stored, logged or searched: a paste box is where they leak."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Credential:
    """A kind of credential that is known by its own shape; without one of its `cues` it is not looked for."""

    name: str
    cues: tuple[str, ...]
    pattern: re.Pattern[str]


def _shaped(name: str, cues: tuple[str, ...], pattern: str) -> Credential:
    return Credential(name, cues, re.compile(rf"(?<![A-Za-z0-9_])(?:{pattern})"))


# Prefixes as their issuers document them for secret scanning. The order does not matter: no shape contains another.
SHAPES: tuple[Credential, ...] = (
    _shaped("GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"gh[pousr]_[A-Za-z0-9]{20,255}+"),
    _shaped("GitHub token", ("github_pat_",), r"github_pat_\w{22,255}+"),
    _shaped("GitLab token", ("glpat-", "gldt-", "glrt-", "glptt-", "glcbt-", "glft-"), r"gl[a-z]{2,4}-[\w-]{20,255}+"),
    _shaped("AWS key", ("AKIA", "ASIA", "ABIA", "ACCA"), r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])"),
    _shaped("Slack token", ("xox", "xapp-"), r"(?:xox[a-z]|xapp)-[A-Za-z0-9-]{10,255}+"),
    _shaped("webhook", ("hooks.slack.com/",), r"hooks\.slack\.com/(?:services|workflows)/[\w/]{10,255}+"),
    _shaped("webhook", ("/api/webhooks/",), r"discord(?:app)?\.com/api/webhooks/\d{5,25}/[\w-]{20,255}+"),
    _shaped("Stripe key", ("k_live_", "k_test_"), r"[sr]k_(?:live|test)_[A-Za-z0-9]{10,255}+"),
    _shaped("webhook secret", ("whsec_",), r"whsec_[A-Za-z0-9+/=]{16,255}+"),
    _shaped("API key", ("sk-",), r"sk-(?=[\w-]{0,64}\d)[A-Za-z0-9][\w-]{19,255}+"),
    _shaped("Google key", ("AIza",), r"AIza[\w-]{35}"),
    _shaped("Google token", ("ya29.", "GOCSPX-"), r"(?:ya29\.|GOCSPX-)[\w-]{20,512}+"),
    _shaped("npm token", ("npm_",), r"npm_[A-Za-z0-9]{36}(?!\w)"),
    _shaped("PyPI token", ("pypi-",), r"pypi-[\w-]{50,512}+"),
    _shaped("Docker token", ("dckr_pat_", "dckr_oat_"), r"dckr_[po]at_[\w-]{20,255}+"),
    _shaped("hub token", ("hf_",), r"hf_[A-Za-z0-9]{30,255}+"),
    _shaped("SendGrid key", ("SG.",), r"SG\.[\w-]{16,64}\.[\w-]{16,64}"),
    _shaped("Mailgun key", ("key-",), r"key-[0-9a-f]{32}(?!\w)"),
    _shaped("Twilio key", ("SK",), r"SK[0-9a-f]{32}(?!\w)"),
    _shaped("DigitalOcean token", ("_v1_",), r"do[opr]_v1_[0-9a-f]{64}"),
    _shaped("Shopify token", ("shp",), r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
    _shaped("Databricks token", ("dapi",), r"dapi[0-9a-f]{32}(?:-\d)?(?!\w)"),
    _shaped("Vault token", ("hvs.", "hvb."), r"hv[sb]\.[\w-]{20,512}+"),
    _shaped("RubyGems key", ("rubygems_",), r"rubygems_[0-9a-f]{48}"),
    _shaped("Sentry token", ("sntry",), r"sntry[su]_[\w+/=-]{20,512}+"),
    _shaped("Grafana token", ("glsa_", "glc_"), r"gl(?:sa|c)_[\w+/=]{20,512}+"),
    _shaped("Linear key", ("lin_api_",), r"lin_api_[A-Za-z0-9]{20,255}+"),
    _shaped("Notion token", ("ntn_",), r"ntn_[A-Za-z0-9]{30,255}+"),
    _shaped("Telegram token", (":AA",), r"\d{8,10}:AA[\w-]{33}(?!\w)"),
    _shaped("age key", ("AGE-SECRET-KEY-",), r"AGE-SECRET-KEY-1[A-Z0-9]{58}"),
    _shaped("Terraform token", (".atlasv1.",), r"[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,255}+"),
    _shaped("JSON web token", ("eyJ",), r"eyJ[\w-]{8,4096}+(?:\.[\w-]{4,4096}+){1,4}+\.?"),
)

PRIVATE_KEY = re.compile(
    r"""(?P<head>-----BEGIN\ [A-Z0-9 ]{0,40}PRIVATE\ KEY(?:\ BLOCK)?-----)
    (?P<body>
        (?:(?:\s|\\[nr])*+(?:Proc-Type|DEK-Info|Version|Comment):\ [^\n\\]*+)*+
        (?:(?:\s|\\[nr])*+[A-Za-z0-9+/=]{16,}+)*+
        (?:(?:\s|\\[nr])*+[A-Za-z0-9+/=]{1,16}+(?=(?:\s|\\[nr])*+-----END))?
    )""",
    re.X,
)
# The password of a URL, and a user name that is long enough to be a token; host and user stay to be read.
URL_PASSWORD = re.compile(r"(?P<head>://[^\s:/?#@'\"<>]{0,100}+:)(?P<secret>[^\s/'\"<>]{1,256})(?=@)")
URL_TOKEN = re.compile(r"(?P<head>://)(?P<secret>(?=[^@\s]{0,64}\d)[A-Za-z0-9_-]{20,256}+)(?=@)")
HEADER = re.compile(
    r"""(?P<head>\b(?:proxy-)?authorization['"]?[ \t]{0,4}[:=][ \t]{0,4}['"]?(?:[a-z]{3,20}[ \t]++(?=\S))?)
    (?P<secret>[^\s'",]{4,4096}+)""",
    re.X | re.I,
)
COOKIE = re.compile(r"(?P<head>\b(?:set-)?cookie['\"]?:[ \t]*+)(?P<secret>[^\n'\"]{4,4096}+)", re.I)
SCHEME = re.compile(r"(?P<head>\b(?:bearer|basic)[ \t]++)(?P<secret>[A-Za-z0-9._~+/=-]{8,4096}+)", re.I)

KEY = (
    r"(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?key"
    r"|encryption[_-]?key|signing[_-]?key|account[_-]?key|shared[_-]?key|credentials?|sessionid|session[_-]?key)"
    r"(?:[_-]?(?:access|key|value|base|hash|id|data|text|\d{1,2})){0,3}+"
)
NAMED = re.compile(
    rf"""(?P<head>(?P<key>{KEY})
    (?:\\?['"])?[ \t]{{0,4}}(?P<sign>=>|:=|=(?!=)|:(?!:))[ \t]{{0,4}}[bru]?)
    (?:\\?"(?P<double>[^"\n\\]{{1,512}}+)|\\?'(?P<single>[^'\n\\]{{1,512}}+)|(?P<bare>[^\s'",;&)\]}}>]{{1,512}}+))""",
    re.X | re.I,
)
OPTION = re.compile(rf"(?P<head>(?<!-)--[\w-]{{0,30}}?{KEY}[ \t]++)(?P<secret>[^\s'\"-][^\s'\"]{{0,255}}+)", re.I)
KEY_CUES = ("pass", "pwd", "secret", "token", "key", "credential", "session")
# What stands after such a name and is none: no value, a type, a variable, a place to fill in, a word of a sentence.
NO_SECRET = re.compile(
    r"""(?:none|null|nil|undefined|true|false|empty|missing|required|invalid|expired|unset|unknown|str|string|bytes|int|bool
    |any|optional\b.*|union\b.*|field|redacted|hidden|masked|changeme|x{3,}|\*{2,}.*|\.{3,}|…|-|\[redacted.*
    |<[^<>]*>?|\$\{?.*|\{\{.*|%\(?.*|\{\w*\}?|(?:os\.)?(?:environ|getenv)\b.*|process\.env\b.*|env\(.*
    |[a-z_][\w]*(?:\.[a-z_]\w*){1,6}|[a-z_][\w.]*[(\[].*)""",
    re.X | re.I,
)


def redact(text: str) -> str:
    """The text with each credential replaced by a mask that names its kind; every line stays where it is.

    Known by shape (issuers' prefixes), by place (URLs, headers, PEM blocks) or by name (`key=value`, `key: value`).
    What has no shape of its own, such as hashes, UUIDs and ids, is left unless a telling name stands before it.
    """
    for credential in SHAPES:
        if any(cue in text for cue in credential.cues):
            text = credential.pattern.sub(f"[redacted {credential.name}]", text)
    text = _redact_places(text)
    return _redact_named(text)


def _redact_places(text: str) -> str:
    if "PRIVATE KEY" in text:
        text = PRIVATE_KEY.sub(_masked_key, text)
    if "://" in text:
        text = URL_PASSWORD.sub(_masked_password, text)
        text = URL_TOKEN.sub(r"\g<head>[redacted]", text)
    lowered = text.lower()
    if "cookie" in lowered:
        text = COOKIE.sub(r"\g<head>[redacted]", text)
    if "authorization" in lowered:
        text = HEADER.sub(_masked_unless_plain, text)
    if "bearer " in lowered or "basic " in lowered:
        text = SCHEME.sub(_masked_if_random, text)
    return text


def _redact_named(text: str) -> str:
    """Only lines that hold a telling word are searched: in a log of five megabytes these are few."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return _redact_assignments(text)
    parts: list[str] = []
    done = 0
    for start, end in _lines_with(KEY_CUES, lowered):
        parts += [text[done:start], _redact_assignments(text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def _lines_with(cues: tuple[str, ...], text: str) -> list[tuple[int, int]]:
    """Where the lines that hold one of `cues` start and end, in order."""
    spans: set[tuple[int, int]] = set()
    for cue in cues:
        at = text.find(cue)
        while at >= 0:
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            spans.add((text.rfind("\n", 0, at) + 1, end))
            at = text.find(cue, end)
    return sorted(spans)


def _redact_assignments(text: str) -> str:
    return NAMED.sub(_masked_value, OPTION.sub(_masked_unless_plain, text))


def _masked_key(match: re.Match[str]) -> str:
    """As many lines as before: the count of lines is what highlighting relies on."""
    lines = match["body"].split("\n")
    return match["head"] + "\n".join("[redacted private key]" if line.strip() else line for line in lines)


def _masked_password(match: re.Match[str]) -> str:
    if NO_SECRET.fullmatch(match["secret"]):
        return match[0]
    return f"{match['head']}[redacted]"


def _masked_unless_plain(match: re.Match[str]) -> str:
    return match[0] if NO_SECRET.fullmatch(match["secret"]) else f"{match['head']}[redacted]"


def _masked_if_random(match: re.Match[str]) -> str:
    return f"{match['head']}[redacted]" if _is_random(match["secret"]) else match[0]


def _masked_value(match: re.Match[str]) -> str:
    value = match["double"] or match["single"] or match["bare"]
    if NO_SECRET.fullmatch(value) or not any(map(str.isalnum, value)):
        return match[0]
    if match["bare"] and not _is_assigned(match):
        return match[0]
    quote = match[0][: -len(value)][len(match["head"]) :]
    return f"{match['head']}{quote}[redacted]"


def _is_assigned(match: re.Match[str]) -> bool:
    """Whether a bare value is one: after a colon, a plain word with more behind it belongs to a sentence."""
    value, rest = match["bare"], match.string[match.end() : match.end() + 40].split("\n")[0]
    if match["key"].lower() == "pwd" and value.startswith(("/", "~")):
        return False
    if match["sign"] != ":" or _is_random(value):
        return not rest.startswith("(")
    return not rest.strip(" \t,;'\"}")


def _is_random(value: str) -> bool:
    """Whether a word looks made up by a machine or a careful person: digits, or upper case within."""
    return any(map(str.isdigit, value)) or "=" in value or not (value[1:].islower() or value[1:].isupper())
