"""Every setting of the site. Each that a deployer may change is an environment variable; docs/running.md lists them."""

import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from kb.environment import env_bool, env_database, env_email, env_int, env_list
from kb.single_sign_on import env_sign_on

BASE_DIR = Path(__file__).resolve().parent.parent


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

DATABASES = {"default": env_database("DATABASE_URL", BASE_DIR / "data" / "errata.sqlite3")}

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "ninja",
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
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "kb.feeds.FeedReaders",
    "kb.access.ReadersOnly",
    "kb.members.AsMember",
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
                "kb.feeds.news",
            ]
        },
    }
]

# Who may read without an account; the other switches say what else may be done without one.
ANONYMOUS_READ = env_bool("ANONYMOUS_READ", "0" if PRODUCTION else "1")
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "home"
ACCOUNT_ADAPTER = "kb.accounts.Adapter"
ACCOUNT_FORMS = {"login": "kb.account_forms.LoginForm", "signup": "kb.account_forms.SignupForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION, ACCOUNT_CHANGE_EMAIL, MFA_ALLOW_UNVERIFIED_EMAIL = "none", True, True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Errata: "
PASSWORD_RULES = ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
AUTH_PASSWORD_VALIDATORS = [{"NAME": f"django.contrib.auth.password_validation.{rule}"} for rule in PASSWORD_RULES]
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A phone whose clock is half a minute off is let in too.
MFA_TOTP_ISSUER, MFA_TOTP_TOLERANCE = "Errata", 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SIGN_ON = env_sign_on()
INSTALLED_APPS += SIGN_ON.apps
SOCIALACCOUNT_ADAPTER, SOCIALACCOUNT_PROVIDERS = "kb.sign_on_accounts.Adapter", SIGN_ON.providers
# Whether somebody other than its author must approve a document before it is published.
REVIEW_REQUIRED = env_bool("REVIEW_REQUIRED", "0")

# Without EMAIL_URL, letters are printed where the site was started.
vars().update(env_email("EMAIL_URL"))
# Where people reach the site: what letters link to.
SITE_URL = env_list("SITE_URL", f"http://localhost:{PORT}", ORIGIN, "https://errata.example.org")[0]
SENDS_EMAIL = bool(os.environ.get("EMAIL_URL"))
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or "Errata <errata@localhost>"

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

# Pages, and the ids that lists found, are kept in each process as long as the data stay as they are. What all processes
# must know, such as how often somebody tried to sign in, lies in the database.
LOCAL_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"},
    "pages": {"BACKEND": LOCAL_MEMORY, "LOCATION": "pages"},
    "lists": {"BACKEND": LOCAL_MEMORY, "LOCATION": "lists", "OPTIONS": {"MAX_ENTRIES": 32}},
}

# A server that searches instead of the database, for sites that outgrow one machine.
OPENSEARCH_URL = os.environ.get("OPENSEARCH_URL", "")
OPENSEARCH_INDEX = os.environ.get("OPENSEARCH_INDEX", "errata")

# Whether an empty site is filled with what catalogue/ knows of common tools.
STARTER_CATALOGUE = env_bool("STARTER_CATALOGUE", "1")

# An entry that nothing and nobody met for so many days is dormant.
DORMANT_DAYS = env_int("DORMANT_DAYS", "180", highest=36500)
ANONYMOUS_FEEDBACK = env_bool("ANONYMOUS_FEEDBACK", "0" if PRODUCTION else "1")
ALLOW_CURATION = env_bool("ALLOW_CURATION", "0" if PRODUCTION else "1")

# How often a program may ask, by its token or address.
API_RATE = env_int("API_RATE", "3600")

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

CSRF_FAILURE_VIEW = "kb.views.kept.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
BEHIND_PROXY = env_bool("BEHIND_PROXY", "0")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Whose sign-ins are counted: the proxy names the visitor last in X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
