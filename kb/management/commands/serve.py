"""From a fresh clone or from yesterday's state to a site that answers, doing only what is not done yet."""

import importlib.util
import os
import socket
import subprocess
import sys

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.urls import reverse

from incidents.invitations import invite_first_admin
from incidents.models import Document
from kb.patterns.folders import find_folders
from kb.patterns.storing import store_unrun
from kb.search.indexing import catch_up

FIRST_DOCUMENTS = ("examples", "patterns")
STARTER_CATALOGUE = "catalogue"


class Command(BaseCommand):
    help = "Brings the database and the static files up to date, fills an empty site with examples, and serves it."

    def handle(self, *args, **options):
        refuse_taken_port(settings.PORT)
        call_command("migrate", verbosity=0)
        catch_up()
        if not Document.objects.exists():
            self.import_first_documents()
        if static_files_are_stale():
            call_command("collectstatic", interactive=False, verbosity=0)
        self.offer_first_admin()
        serve()

    def offer_first_admin(self):
        """Only who sees the terminal gets the link, so nobody on the web can be quicker."""
        if get_user_model().objects.filter(is_superuser=True, is_active=True).exists():
            return
        address = f"http://127.0.0.1:{settings.PORT}{reverse('join', args=[invite_first_admin()])}"
        self.stdout.write(f"The site has no admin yet. This link makes the first one, once: {address}")

    @transaction.atomic
    def import_first_documents(self):
        """All or nothing: a start that is broken off leaves the site empty, so the next one imports again."""
        names = [*FIRST_DOCUMENTS, *([STARTER_CATALOGUE] if settings.STARTER_CATALOGUE else [])]
        folders = [str(settings.BASE_DIR / name) for name in names]
        self.stdout.write(f"The site is empty: importing {', '.join(names[:-1])} and {names[-1]}.")
        try:
            call_command("import_documents", *folders)
            store_unrun(find_folders(settings.BASE_DIR / "patterns"))
        except (CommandError, SystemExit) as error:
            self.stderr.write(f"Not all of them could be imported: {error}")


def refuse_taken_port(port):
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CommandError(f"Port {port} is taken: choose another one, as in PORT={port + 1} make run.")


def static_files_are_stale():
    """True when a file of ours, or the list of what is installed, is newer than what was collected last."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if not manifest.exists():
        return True
    sources = [settings.BASE_DIR / "requirements.txt"]
    for folder in settings.STATICFILES_DIRS:
        sources += [folder, *folder.rglob("*")]
    return max(source.stat().st_mtime for source in sources) > manifest.stat().st_mtime


def serve():
    worker = start_worker()
    if importlib.util.find_spec("gunicorn"):
        os.set_inheritable(worker.stdin.fileno(), True)
        os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "-c", "python:kb.serving", "kb.wsgi"])
    # gunicorn does not run on Windows; one person at their own desk is served well enough by Django itself.
    call_command("runserver", f"127.0.0.1:{settings.PORT}", use_reloader=False)


def start_worker():
    """A worker that ends with the server, however that ends: then nobody is left who holds the pipe to its input open.

    It has a session of its own, so that Ctrl-C reaches the server alone and its readers are not torn down under it.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", "--with-input"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
