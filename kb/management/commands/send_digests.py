from smtplib import SMTPException

from django.core.management.base import CommandError
from django.utils import timezone

from kb.digests import claim, digest_of, due, give_back, letter
from kb.management.migrated import MigratedCommand


class Command(MigratedCommand):
    help = "Sends everybody who asked for letters what is new for them. To be called once a day or oftener."

    def handle(self, *args, **options):
        now, sent, failed = timezone.now(), 0, 0
        for member in due(now):
            digest = digest_of(member, now)
            if not claim(member, now) or not digest:
                continue
            try:
                letter(member, digest).send()
                sent += 1
            except (OSError, SMTPException) as error:
                give_back(member, now)
                failed += 1
                self.stderr.write(f"{member.user}: {error}")
        self.stdout.write(f"{sent} letter{'s' * (sent != 1)} sent")
        if failed:
            raise CommandError(f"{failed} could not be sent; what they tell waits for the next time.")
