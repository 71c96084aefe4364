"""How the site is, on the command line: for people, and by its exit code for whatever watches it."""

from django.core.management.base import BaseCommand, CommandError

from kb.health import check_up


class Command(BaseCommand):
    help = "Looks at everything that the site needs, and says what lacks and what to do. Ends with 1 if something does."

    def handle(self, *args, **options):
        checks = check_up()
        for check in checks:
            self.stdout.write(f"{check.word:<9} {check.what}: {check.said}. {check.todo}".rstrip())
        faults = [check.what for check in checks if check.is_well is False]
        if faults:
            raise CommandError(f"Not well: {', '.join(faults)}.")
