"""Feeds that are somebody's own: an address that shows what that person may see, read only, and can be taken back."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.functional import SimpleLazyObject

from incidents.people import Member
from kb.visibility import hidden_from, seen

# The lists that are written as feeds; nothing else is shown for the address of a feed.
FEEDS = frozenset(
    ("signatures", "causes", "fixes", "rules", "patterns", "documents", "actions", "history", "search", "notices")
)
OVER = "The address of this feed does not work any more: its owner has another one, or none."


def feed_token(user):
    """What stands in the addresses of somebody's feeds; "" if they want none. No table holds it."""
    member = getattr(user, "member", None)
    return f"{user.pk}-{_signed(user.pk, member.feed_key)}" if member and member.feed_key else ""


def renew_feeds(user):
    """Makes an address; the ones from before stop working."""
    Member.objects.update_or_create(user=user, defaults={"feed_key": get_random_string(32)})


def end_feeds(user):
    Member.objects.filter(user=user).update(feed_key="")


def reader_of(token):
    """The account whose feeds a token is for, or None."""
    number = token.partition("-")[0]
    if not number.isdecimal() or len(number) > 15:
        return None
    user = get_user_model().objects.select_related("member").filter(pk=number, is_active=True).first()
    return user if user and feed_token(user) and constant_time_compare(feed_token(user), token) else None


class FeedReaders:
    """Reads a feed in the name of the person that its address belongs to; any other page is refused for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        token = request.GET.get("feed")
        if token is None:
            return
        is_feed = request.GET.get("as") == "atom" and request.resolver_match.view_name in FEEDS
        if request.method not in ("GET", "HEAD") or not is_feed:
            raise PermissionDenied("This address is good for feeds only.")
        reader = reader_of(token)
        if reader is None:
            raise PermissionDenied(OVER)
        request.user = reader


def news(request):
    """For the templates: how much is new for who is signed in, and what stands in the addresses of their feeds."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "n_notices": SimpleLazyObject(lambda: _n_new(user)),
        "feed_token": feed_token(user),
        "sends_email": settings.SENDS_EMAIL,
    }


def _n_new(user):
    """How much is new, but for what is about documents that are hidden by now."""
    return user.notices.unseen().filter(seen(hidden_from(user), "document")).count()


def _signed(number, key):
    return salted_hmac("kb.feeds", f"{number}:{key}", algorithm="sha256").hexdigest()[:40]
