"""Who wants to hear of what: a document, an entry or a tag; and what there is to tell each."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction

from incidents.authors import Author, author
from incidents.models import Document
from kb.access import visible_entries

LONGEST_TEXT = 300
TAG = "tag-"


class Watch(models.Model):
    """Somebody watches a document ("document-12"), an entry ("signature-3") or a tag ("tag-sqlite")."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches")
    thing = models.CharField(max_length=120)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["thing"], name="watch_by_thing")]
        constraints = [models.UniqueConstraint(fields=["user", "thing"], name="one_watch_per_person")]

    def __str__(self):
        return f"{self.user} watches {self.thing}"


class NoticeQuerySet(models.QuerySet):
    def unseen(self):
        return self.filter(seen_at=None)

    def unseen_first(self):
        return self.order_by(models.Case(models.When(seen_at=None, then=0), default=1), "-pk")


class Notice(models.Model):
    """One thing to tell one person: that they were mentioned, asked to review, or that what they watch changed."""

    class Kind(models.TextChoices):
        MENTION = "mention", "mentions you"
        REVIEW = "review", "asks you to review"
        JUDGED = "judged", "judged what you wrote"
        COMMENT = "comment", "commented"
        WATCHED = "watched", "changed"
        SHOWN = "shown", "shows you a document"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind)
    thing = models.CharField(max_length=120)
    # What it tells of, also where it leads elsewhere: who may not see it any more is not told of it any more.
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="+")
    # Who did it, what it is about, and where it is to be seen.
    name = models.CharField(max_length=150)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=500)
    made_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["user", "-id"], name="notices_of_a_person"),
            models.Index(fields=["user"], condition=models.Q(seen_at=None), name="unseen_notices"),
        ]

    def __str__(self):
        return f"{self.name} {self.get_kind_display()}: {self.text[:80]}"


def thing_of(row: models.Model) -> str:
    """What a document or an entry is called in a watch: "document-12", "signature-3"."""
    return f"{row._meta.model_name}-{row.pk}"


def thing_of_tag(tag: str) -> str:
    return f"{TAG}{' '.join(tag.casefold().split())}"[:120]


def watch(user, thing: str) -> None:
    Watch.objects.get_or_create(user=user, thing=thing)


def watchers(thing: str):
    return get_user_model().objects.filter(is_active=True, watches__thing=thing)


@transaction.atomic
def tell(  # noqa: PLR0913
    kind: Notice.Kind,
    thing: str,
    *,
    by: Author,
    text: str,
    url: str,
    to: Iterable | None = None,
    document: Document | None = None,
    entry: models.Model | None = None,
) -> list[Notice]:
    """Tells each account of `to`, or else all who watch `thing`: not who did it, nor who may not see what it is about.

    What somebody was told about the same thing and place and has not seen yet is told once more instead of twice.
    """
    users = [user for user in (watchers(thing) if to is None else to) if user != by and _may_see(user, document, entry)]
    Notice.objects.filter(user__in=users, kind=kind, thing=thing, url=url, seen_at=None).delete()
    name = author(by)["name"]
    return Notice.objects.bulk_create(
        Notice(user=user, kind=kind, thing=thing, document=document, name=name, text=text[:LONGEST_TEXT], url=url)
        for user in dict.fromkeys(users)
    )


def _may_see(user, document, entry):
    if entry is not None and not visible_entries(user, type(entry)).filter(pk=entry.pk).exists():
        return False
    return document is None or Document.objects.filter(pk=document.pk).visible_to(user).exists()
