"""Letters with what is new: for who asked for them, each piece of news at most once."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from incidents.actions import ActionItem
from incidents.models import Document
from incidents.people import Member
from kb.news import still_told

EVERY = {Member.Digest.DAILY: timedelta(days=1), Member.Digest.WEEKLY: timedelta(days=7)}
# A timer that comes a little early must not skip a day.
EARLY = timedelta(hours=1)
# What is older is no news, even if no letter went out for so long.
LONGEST = timedelta(days=31)
MOST = 100
SIGNER = Signer(salt="kb.digests")


@dataclass(frozen=True)
class Digest:
    """What one letter tells: notices since the last one, and the actions that are overdue."""

    notices: list
    n_more: int
    overdue: list

    def __bool__(self):
        return bool(self.notices)


def due(now):
    """The members whose letter is due, with their accounts."""
    members = Member.objects.filter(user__is_active=True).exclude(digest=Member.Digest.OFF).exclude(user__email="")
    members = members.select_related("user").order_by("pk")
    return [one for one in members if _since(one, now) + EVERY[one.digest] <= now + EARLY]


def claim(member, now):
    """Notes that all up to now was told, before it is: who is killed in between has told too little, never twice."""
    return bool(Member.objects.filter(pk=member.pk, told_until=member.told_until).update(told_until=now))


def give_back(member, now):
    """Undoes a claim: the letter could not be sent, and what it tells waits for the next."""
    Member.objects.filter(pk=member.pk, told_until=now).update(told_until=member.told_until)


def digest_of(member, now):
    """What is new since the last letter and was not seen on the site, as far as it may be seen now."""
    since = _since(member, now)
    fresh = member.user.notices.unseen().filter(made_at__gt=since, made_at__lte=now)
    visible = Document.objects.visible_to(member.user)
    notices = still_told(fresh[:MOST], member.user)
    overdue = ActionItem.objects.overdue(timezone.localdate()).of(visible).agreed().filter(user=member.user)
    overdue = list(overdue.most_urgent_first().select_related("document")[:20])
    return Digest(notices, max(0, fresh.count() - MOST), overdue)


def letter(member, digest):
    stop_url = settings.SITE_URL + reverse("digest_stop", args=[SIGNER.sign(member.user_id)])
    ctx = {"digest": digest, "site": settings.SITE_URL, "account": member.user, "stop_url": stop_url, "member": member}
    n = len(digest.notices) + digest.n_more
    found = EmailMultiAlternatives(
        f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{n} piece{'s' * (n != 1)} of news",
        render_to_string("digests/digest.txt", ctx),
        to=[member.user.email],
        headers={"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    found.attach_alternative(render_to_string("digests/digest.html", ctx), "text/html")
    return found


def account_of(token):
    """The account whose letters the link of a letter stops, or None."""
    try:
        number = SIGNER.unsign(token)
    except BadSignature:
        return None
    return get_user_model().objects.select_related("member").filter(pk=number, member__isnull=False).first()


def stop(account):
    Member.objects.filter(user=account).update(digest=Member.Digest.OFF)


def _since(member, now):
    """Who asked for letters a moment ago is not told what is older than one of them reaches back."""
    return max(member.told_until, now - LONGEST) if member.told_until else now - EVERY[member.digest]
