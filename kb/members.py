"""What every page does for who is signed in: it shows times in their zone, and notes the day they were here."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from incidents.people import Member


class AsMember:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        member = _member(request.user)
        _note_day(member)
        with timezone.override(ZoneInfo(member.time_zone)):
            return self.get_response(request)


def _member(user):
    """Who was made on the command line or by an admin has no row yet."""
    if not hasattr(user, "member"):
        user.member = Member.objects.get_or_create(user=user)[0]
    return user.member


def _note_day(member):
    """Once a day, so that reading a page is no writing."""
    today = datetime.now(UTC).date()
    if member.seen_on != today:
        member.seen_on = today
        member.save(update_fields=["seen_on"])
