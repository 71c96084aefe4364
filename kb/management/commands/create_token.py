"""A token for a program, where no browser is at hand: for the build server, say."""

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from kb.management.migrated import MigratedCommand
from kb.tokens import DAYS, LONGEST_DAYS, Scope, issue


class Command(MigratedCommand):
    help = "Makes a token for the API in the name of an account, and prints it once."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--name", default="command line", help="what the token is for")
        parser.add_argument("--scope", action="append", choices=Scope.values, help="once for each; else read and match")
        parser.add_argument("--days", type=int, default=DAYS, help=f"how long it is good for, at most {LONGEST_DAYS}")

    def handle(self, *args, username, name, scope, days, **options):
        user = get_user_model().objects.filter(username=username, is_active=True).first()
        if not user:
            raise CommandError(f"There is no account called {username}.")
        if not 1 <= days <= LONGEST_DAYS:
            raise CommandError(f"--days is {days}: write a whole number from 1 to {LONGEST_DAYS}.")
        _, token = issue(user, name, scope or [Scope.READ, Scope.MATCH], days)
        self.stdout.write(token)
