"""What is in the index: a row for each document and entry. The words beside it are the engine's own business."""

from django.db import models

from incidents.reading.values import FINDING_KINDS

DOCUMENT = "document"
WHATS = (DOCUMENT, *FINDING_KINDS)


class SearchRow(models.Model):
    """`what` and `target` name the document or entry; filters that are not its own columns are looked up there."""

    what = models.CharField(max_length=12, choices=[(what, what) for what in WHATS])
    target = models.BigIntegerField()
    # What the page counts: an entry's kind, a document's own.
    kind = models.CharField(max_length=20)
    # The document's, as 2025-01-31; "" without one. As text, so that all databases put those last.
    day = models.CharField(max_length=10, blank=True)
    # "|sqlite|asyncio|"
    tags = models.TextField(blank=True)
    # Of the words, so that what is as it was is not written again.
    digest = models.CharField(max_length=64)
    # The `indexing.VERSION` that wrote it, and the document's `updated` then: by these it is told what is behind.
    version = models.PositiveSmallIntegerField()
    seen = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-day", "-id"], name="search_by_day")]
        constraints = [models.UniqueConstraint(fields=["what", "target"], name="search_row_once")]

    def __str__(self):
        return f"{self.what} {self.target}"


class SearchWord(models.Model):
    """A word that was indexed once, to be proposed where somebody mistypes it."""

    word = models.CharField(max_length=80, unique=True)

    def __str__(self):
        return self.word


class SearchMark(models.Model):
    """A row that was written or removed and that an engine outside the database was not told of yet."""

    row = models.BigIntegerField(db_index=True)

    def __str__(self):
        return f"row {self.row} to be sent"
