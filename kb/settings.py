"""Every setting of the site. Each that a deployer may change is an environment variable; docs/running.md lists them."""

import os
import re
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


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


def database(url):
    """The Django configuration for a database URL: SQLite in WAL mode, or PostgreSQL with kept connections."""
    try:
        config = dj_database_url.parse(url)
    except (ValueError, KeyError):
        config = {"ENGINE": "", "NAME": ""}
    engine = config["ENGINE"].rpartition(".")[2]
    if engine not in DATABASE_OPTIONS or not config["NAME"]:
        # The value is not repeated: it may hold a password.
        raise ImproperlyConfigured(f"DATABASE_URL does not name a database: write {DATABASE_FORMS}.")
    return config | DATABASE_OPTIONS[engine]


def local_database():
    """The SQLite file of a site with nothing configured. SQLite makes the file but not its folder."""
    folder = BASE_DIR / "data"
    folder.mkdir(exist_ok=True)
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "errata.sqlite3"} | DATABASE_OPTIONS["sqlite3"]


DATABASE_FORMS = "sqlite:////absolute/path or postgres://user:password@host/name"
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
    "postgresql": {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True},
}

DEBUG = env_bool("DEBUG", "0")
PRODUCTION = env_bool("PRODUCTION", "0")

PORT = env_int("PORT", "8000", highest=65535)
WORKERS = env_int("WORKERS", "2", highest=256)

# A key for a machine of one's own; a site that others reach sets its own, and PRODUCTION refuses this one.
LOCAL_KEY = "local-only-key-that-a-site-in-production-must-replace-with-its-own-0123456789"
SECRET_KEY = os.environ.get("SECRET_KEY") or LOCAL_KEY
if PRODUCTION and SECRET_KEY == LOCAL_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set: with PRODUCTION=1 give the site a long random key of its own.")

HOST = re.compile(r"\*|[\w.-]+|\[[\da-fA-F:]+\]")
ORIGIN = re.compile(r"https?://[^/\s]+")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", HOST, "errata.example.org")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", "", ORIGIN, "https://errata.example.org")

DATABASES = {"default": database(os.environ["DATABASE_URL"]) if os.environ.get("DATABASE_URL") else local_database()}

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "incidents",
    "kb",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kb.csp.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "kb.urls"
WSGI_APPLICATION = "kb.wsgi.application"
ASGI_APPLICATION = "kb.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kb.access.rights",
            ]
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
HASHED_STATIC_FILES = env_bool("HASHED_STATIC_FILES", "0" if DEBUG else "1")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC_FILES
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Pages, and the ids that lists found, are kept in each process as long as the data stay as they are.
LOCAL_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": LOCAL_MEMORY},
    "lists": {"BACKEND": LOCAL_MEMORY, "LOCATION": "lists", "OPTIONS": {"MAX_ENTRIES": 32}},
}

# Whether an empty site is filled with what catalogue/ knows of common tools.
STARTER_CATALOGUE = env_bool("STARTER_CATALOGUE", "1")

# An entry that nothing and nobody met for so many days is dormant.
DORMANT_DAYS = env_int("DORMANT_DAYS", "180", highest=36500)
ANONYMOUS_FEEDBACK = env_bool("ANONYMOUS_FEEDBACK", "1")
ALLOW_CURATION = env_bool("ALLOW_CURATION", "0" if PRODUCTION else "1")

# Limits: what is larger is cut or refused, and the page or report says so.
MAX_DOCUMENT_BYTES = env_int("MAX_DOCUMENT_BYTES", "10000000")
MAX_PICTURE_BYTES = env_int("MAX_PICTURE_BYTES", "5000000")
MAX_PASTE_BYTES = env_int("MAX_PASTE_BYTES", "5000000")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * MAX_PASTE_BYTES
MAX_READING_SECONDS = env_int("MAX_READING_SECONDS", "120")
# Of one reading process: 10 MB of nothing but list marks take 1.2 GB.
MAX_READING_BYTES = env_int("MAX_READING_BYTES", "2000000000")
MAX_ARCHIVE_FILES = env_int("MAX_ARCHIVE_FILES", "100000")
MAX_ARCHIVE_BYTES = env_int("MAX_ARCHIVE_BYTES", "2000000000")
MAX_UPLOAD_BYTES = env_int("MAX_UPLOAD_BYTES", "209715200")
MAX_UPLOAD_FILES = DATA_UPLOAD_MAX_NUMBER_FILES = env_int("MAX_UPLOAD_FILES", "2000")

# Imports in the browser. What was sent lies in SPOOL until it is imported by a worker, which `manage.py work` is.
ALLOW_IMPORTS = env_bool("ALLOW_IMPORTS", "0" if PRODUCTION else "1")
SPOOL = Path(os.environ.get("SPOOL") or BASE_DIR / "data" / "spool")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("BEHIND_PROXY", "0") else None
