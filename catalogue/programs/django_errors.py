"""What Django raises, in a site of one module that is set up here."""

import asyncio
import logging
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from tools import suite


def site(**more):
    """A site with the applications of Django itself and a database in memory."""
    options = {
        "SECRET_KEY": "catalogue",
        "INSTALLED_APPS": ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "shop"],
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        "ROOT_URLCONF": "shop.urls",
        "TEMPLATES": [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "ALLOWED_HOSTS": ["shop.example.org"],
        "MIDDLEWARE": [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
        ],
    }
    package(
        **{
            "urls": "from django.http import HttpResponse\nfrom django.urls import path\n"
            "urlpatterns = [path('orders/<int:pk>/', lambda request, pk: HttpResponse('ok'), name='order')]\n"
        }
    )
    settings.configure(**(options | more))
    django.setup()


def package(**modules):
    folder = Path("shop")
    folder.mkdir(exist_ok=True)
    for name, text in ({"__init__": ""} | modules).items():
        (folder / f"{name}.py").write_text(text)
    sys.path.insert(0, str(Path.cwd()))


def migrated():
    site()
    call_command("migrate", verbosity=0)
    from django.contrib.auth.models import Group, Permission, User

    return User, Group, Permission


def not_configured():
    settings.DATABASES


def apps_not_loaded():
    settings.configure(INSTALLED_APPS=["django.contrib.auth"])
    from django.contrib.auth import models  # noqa: F401


def no_app_label():
    settings.configure(INSTALLED_APPS=[])
    django.setup()
    from django.contrib.auth import models  # noqa: F401


def no_db_access():
    suite(
        "from django.contrib.auth.models import User\ndef test_it(): User.objects.count()",
        plugins=["pytest_django.plugin"],
        conf__py="SECRET_KEY = 'x'\nINSTALLED_APPS = ['django.contrib.contenttypes', 'django.contrib.auth']\n"
        "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}}\n",
        pytest__ini="[pytest]\nDJANGO_SETTINGS_MODULE = conf\npythonpath = .\n",
    )


def broken_transaction():
    User, _, _ = migrated()
    from django.db import IntegrityError, transaction

    with transaction.atomic():
        User.objects.create(username="ann")
        try:
            User.objects.create(username="ann")
        except IntegrityError:
            User.objects.count()


def sync_only():
    User, _, _ = migrated()

    async def view():
        User.objects.count()

    asyncio.run(view())


def does_not_exist():
    User, _, _ = migrated()
    User.objects.get(username="ann")


def multiple_objects():
    User, _, _ = migrated()
    User.objects.create(username="ann")
    User.objects.create(username="bob")
    User.objects.get(is_active=True)


def field_error():
    User, _, _ = migrated()
    User.objects.filter(nickname="ann")


def model_argument():
    User, _, _ = migrated()
    User(nickname="ann")


def wrong_instance():
    _, _, Permission = migrated()
    Permission(content_type=1)


def m2m_unsaved():
    User, _, _ = migrated()
    User(username="ann").groups.add(1)


def no_reverse():
    site()
    from django.urls import reverse

    reverse("orders")


def reverse_arguments():
    site()
    from django.urls import reverse

    reverse("order", args=[""])


def no_template():
    site()
    from django.template.loader import get_template

    get_template("shop/order.html")


def unknown_tag():
    site()
    from django.template import engines

    engines["django"].from_string("{% money 3 %}")


def migrations(**files):
    package()
    folder = Path("shop/migrations")
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    for name, parent in files.items():
        (folder / f"{name[1:]}.py").write_text(
            "from django.db import migrations\nclass Migration(migrations.Migration):\n"
            f"    dependencies = {[('shop', parent)] if parent else []}\n"
        )


def node_not_found():
    migrations(_0002_b="0001_a")
    site()
    call_command("migrate")


def conflicting_migrations():
    migrations(_0001_a=None, _0002_b="0001_a", _0002_c="0001_a")
    site()
    call_command("migrate")


def disallowed_host():
    site(LOGGING_CONFIG=None)
    logging.basicConfig()
    from django.test import Client

    Client(SERVER_NAME="10.0.0.7").get("/orders/1/")


def csrf_origin():
    site(LOGGING_CONFIG=None)
    logging.basicConfig()
    from django.test import Client

    Client(enforce_csrf_checks=True, SERVER_NAME="shop.example.org").post(
        "/orders/1/", headers={"Origin": "https://www.example.org"}
    )


def manifest():
    storages = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
    site(STORAGES=storages, STATIC_URL="/static/", STATIC_ROOT=os.getcwd())
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.templatetags.static import static

    staticfiles_storage.url("shop.css")
    static("shop.css")


def session_interrupted():
    User, _, _ = migrated()
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.middleware import SessionMiddleware
    from django.http import HttpResponse
    from django.test import RequestFactory

    def view(request):
        request.session.create()
        SessionStore(request.session.session_key).delete()
        request.session["cart"] = 1
        return HttpResponse("ok")

    SessionMiddleware(view)(RequestFactory().get("/"))
