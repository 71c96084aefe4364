"""Environment variables as the settings take them: the value, its default, or one sentence that says what to write."""

import os
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

DATABASE_FORMS = "sqlite:////absolute/path or postgres://user:password@host/name"
EMAIL_FORMS = "smtp://user:password@host:587 (STARTTLS), smtps://user:password@host:465 or smtp+plain://host:25"
# How a letter leaves: the port unless one is named, and whether TLS begins in the connection or before it.
EMAIL_SCHEMES = {"smtp": (587, True, False), "smtps": (465, False, True), "smtp+plain": (25, False, False)}
DATABASE_OPTIONS = {
    "sqlite3": {
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # Pages are read where the system has them cached, not copied for each process.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            " PRAGMA mmap_size=2000000000",
        }
    },
    "postgresql": {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # It compiled each question about what may be seen, for half a second, to answer it in a millisecond.
        "OPTIONS": {"options": "-c jit=off"},
    },
}


def env_bool(name, default):
    value = os.environ.get(name, default).strip().lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off", ""):
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write 1 or 0.")


def env_int(name, default, highest=10**12):
    value = os.environ.get(name, default).strip()
    if not value.isdecimal() or len(value) > 15 or not 1 <= int(value) <= highest:
        raise ImproperlyConfigured(f"{name} is {value[:40]!r}: write a whole number from 1 to {highest}.")
    return int(value)


def env_list(name, default, shape, example):
    parts = [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]
    for part in parts:
        if not shape.fullmatch(part):
            raise ImproperlyConfigured(f"{name} holds {part!r}: write them as in {example}, with commas between.")
    return parts


def env_database(name, local):
    """The Django configuration for a database URL: SQLite in WAL mode, or PostgreSQL with kept connections.

    Without one it is the SQLite file `local`. SQLite makes the file but not its folder.
    """
    url = os.environ.get(name)
    if not url:
        local.parent.mkdir(exist_ok=True)
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": local} | DATABASE_OPTIONS["sqlite3"]
    try:
        config = dj_database_url.parse(url)
    except (ValueError, KeyError):
        config = {"ENGINE": "", "NAME": ""}
    engine = config["ENGINE"].rpartition(".")[2]
    if engine not in DATABASE_OPTIONS or not config["NAME"]:
        # The value is not repeated: it may hold a password.
        raise ImproperlyConfigured(f"{name} does not name a database: write {DATABASE_FORMS}.")
    own = DATABASE_OPTIONS[engine]
    return config | own | {"OPTIONS": own["OPTIONS"] | config.get("OPTIONS", {})}


def env_email(name):
    """Django's settings of e-mail for an address of a server; without one, letters are printed."""
    url = urlsplit(os.environ.get(name, "").strip())
    if not url.geturl():
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if url.scheme not in EMAIL_SCHEMES or not url.hostname:
        # The value is not repeated: it may hold a password.
        raise ImproperlyConfigured(f"{name} does not name a server of e-mail: write {EMAIL_FORMS}.")
    port, starts_tls, is_tls = EMAIL_SCHEMES[url.scheme]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": _port(name, url) or port,
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": starts_tls,
        "EMAIL_USE_SSL": is_tls,
        "EMAIL_TIMEOUT": 20,
    }


def _port(name, url):
    try:
        return url.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} names no port: write {EMAIL_FORMS}.") from error
