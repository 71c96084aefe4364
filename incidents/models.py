from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse

from incidents.actions import ActionItem  # noqa: F401 (Django looks for tables here)
from incidents.drafts import Draft, Presence  # noqa: F401
from incidents.people import Invitation, Member, Role, is_at_least  # noqa: F401
from incidents.picture_rows import Picture, PicturePlace  # noqa: F401
from incidents.reviews import UNFINISHED, Comment, Event, Reviewer, State  # noqa: F401
from incidents.unsettled import Conflict, Duplicate  # noqa: F401


class DocumentQuerySet(models.QuerySet):
    def with_counts(self):
        """Adds `n_signature`, `n_cause`, `n_fix`, `n_rule`, `n_pattern`: findings of each kind."""
        return self.annotate(
            **{
                f"n_{kind}": models.Count("findings", filter=models.Q(findings__kind=kind))
                for kind in Finding.Kind.values
            }
        )

    def with_cause(self):
        """Adds `cause`: "stated", "doubtful" where the document is not sure of any or says TBD, or "none"."""
        told = Finding.objects.filter(kind=Finding.Kind.CAUSE)
        sure = models.When(pk__in=told.filter(tentative=False).values("document"), then=models.Value("stated"))
        unsure = models.When(pk__in=told.values("document"), then=models.Value("doubtful"))
        return self.annotate(cause=models.Case(sure, unsure, default=models.Value("none")))

    def closed(self):
        """Restricted or not yet published: few, and two small indexes name them.

        That the state is not "published" is said for the second one.
        """
        unfinished = ~models.Q(state=State.PUBLISHED) & models.Q(state__in=UNFINISHED)
        return self.filter(models.Q(visibility=Document.Visibility.RESTRICTED) | unfinished)

    def hidden_from(self, user):
        """Those that somebody may not know of: closed, and neither theirs nor shown to them nor theirs to review."""
        if is_at_least(user, Role.CURATOR):
            return self.none()
        closed = self.closed()
        if is_at_least(user, Role.CONTRIBUTOR):
            closed = self.filter(visibility=Document.Visibility.RESTRICTED)
        if not user.is_authenticated:
            return closed
        shown = models.Q(author=user) | models.Q(readers=user) | models.Q(reviewers__user=user)
        return closed.exclude(pk__in=Document.everything.closed().filter(shown).values("pk"))

    def visible_to(self, user):
        """Those that somebody may know of."""
        return self.exclude(pk__in=Document.everything.hidden_from(user).values("pk"))

    def with_sha256(self):
        """Adds `sha256`, the digest of what was imported last, and `waiting`, that of what waits for a decision."""
        newest = Revision.objects.imported().filter(document=models.OuterRef("pk")).order_by("-number")
        conflict = Conflict.objects.open().filter(document=models.OuterRef("pk"))
        return self.annotate(
            sha256=models.Subquery(newest.values("sha256")[:1]), waiting=models.Subquery(conflict.values("sha256")[:1])
        )

    def deleted(self):
        return self.exclude(deleted_at=None).order_by("-deleted_at", "-pk")

    def newest_first(self):
        return self.order_by(models.F("date").desc(nulls_last=True), "title", "pk")


class KeptDocuments(models.Manager.from_queryset(DocumentQuerySet)):
    """The documents that nobody deleted: what every page, list, count and search means by "documents"."""

    def get_queryset(self):
        return super().get_queryset().filter(deleted_at=None)


class Document(models.Model):
    class Kind(models.TextChoices):
        INCIDENT = "incident", "incident report"
        PRP = "prp", "PRP"
        SPRINT = "sprint", "sprint report"
        SUMMARY = "summary", "phase summary"
        DEBUG_LOG = "debug_log", "debugging log"
        SOLUTION = "solution", "solution note"
        OTHER = "other", "other"

    class Status(models.TextChoices):
        RESOLVED = "resolved"
        PARTIAL = "partial"
        BLOCKED = "blocked"
        OPEN = "open"
        UNKNOWN = "unknown"

    class Severity(models.TextChoices):
        CRITICAL = "critical"
        HIGH = "high"
        MEDIUM = "medium"
        LOW = "low"

    class Visibility(models.TextChoices):
        OPEN = "open", "everybody who may read the site"
        RESTRICTED = "restricted", "the author, those named, and curators"

    # What `errata.id` says in the front-matter of an exported file: it outlives every move.
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    # Where the file was found, absolute: the identity of files that carry no id. `path` is what people see.
    location = models.CharField(max_length=1000, unique=True)
    path = models.CharField(max_length=1000)
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=500)
    date = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.UNKNOWN)
    severity = models.CharField(max_length=20, choices=Severity, blank=True)
    # What its fields say it is about, for the lists.
    project = models.CharField(max_length=60, blank=True)
    version = models.CharField(max_length=60, blank=True)
    fields = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    # The version of the reader (incidents.reading.version) that the findings come from.
    reader = models.CharField(max_length=12, blank=True, db_index=True)
    # Where a written document is on its way; what was imported is published.
    state = models.CharField(max_length=12, choices=State, default=State.PUBLISHED)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.OPEN)
    # Who began it here, and who else may see it where it is restricted; None and nobody for what was imported.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    # Only its author and curators edit it.
    locked = models.BooleanField(default=False)
    superseded_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="supersedes")
    imported = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)
    # Since when the file is missing where it was imported.
    gone = models.DateTimeField(null=True, blank=True, editable=False)
    # A deleted document keeps its revisions and loses its findings, so that its file is known and does not come back.
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_by = models.CharField(max_length=150, blank=True, editable=False)
    deleted_why = models.TextField(blank=True, editable=False)

    objects = KeptDocuments()
    everything = DocumentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "-date"]),
            models.Index(
                fields=["project", "version"], condition=~models.Q(project="", version=""), name="documents_of_projects"
            ),
            models.Index(
                fields=["visibility"], condition=models.Q(visibility="restricted"), name="restricted_documents"
            ),
            models.Index(fields=["state"], condition=~models.Q(state="published"), name="unpublished_documents"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deleted_at=None, deleted_by="", deleted_why="")
                | (models.Q(deleted_at__isnull=False) & ~models.Q(deleted_by="")),
                name="document_deleted_by_somebody",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("document", args=[self.pk])

    @property
    def latest(self):
        return self.revisions.order_by("-number").first()


class Tag(models.Model):
    """A tag of a document, as its author wrote it in the front-matter, in small letters."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "document"], name="tag_once")]

    def __str__(self):
        return self.name


class RevisionQuerySet(models.QuerySet):
    def imported(self):
        return self.filter(origin=Revision.Origin.IMPORT)


class Revision(models.Model):
    """Revision 1 is the source as it came. A revision is never changed; a change makes the next one.

    What comes from the source stands as a revision of its own even where a merge with what people wrote follows it:
    the newest imported one is the base of the next merge.
    """

    class Origin(models.TextChoices):
        IMPORT = "import", "imported"
        PERSON = "person", "written here"
        MERGE = "merge", "merged"

    document = models.ForeignKey(Document, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.BinaryField()
    encoding = models.CharField(max_length=20)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    created = models.DateTimeField(auto_now_add=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.IMPORT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=150, blank=True)
    why = models.TextField(blank=True)
    # A name that people gave this state of the document.
    mark = models.CharField(max_length=100, blank=True)
    # Since when, by whom and why the text is blanked; content and text are empty then.
    redacted_at = models.DateTimeField(null=True, blank=True)
    redacted_by = models.CharField(max_length=150, blank=True)
    redacted_why = models.TextField(blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_revision_per_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="revisions_count_from_one"),
        ]

    def __str__(self):
        return f"{self.document} #{self.number}"


class Finding(models.Model):
    class Kind(models.TextChoices):
        SIGNATURE = "signature"
        CAUSE = "cause"
        FIX = "fix"
        RULE = "rule"
        PATTERN = "pattern"

    class Outcome(models.TextChoices):
        WORKED = "worked"
        FAILED = "failed"
        PROPOSED = "proposed"

    class Confidence(models.TextChoices):
        STATED = "stated"
        INFERRED = "inferred"
        UNSURE = "unsure"

    document = models.ForeignKey(Document, models.CASCADE, related_name="findings")
    label = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField()
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()
    section = models.JSONField(default=list)
    confidence = models.CharField(max_length=10, choices=Confidence)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    tentative = models.BooleanField(default=False)

    class Meta:
        ordering = ["document", "first_line", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "label"], name="one_finding_per_label"),
            models.CheckConstraint(
                condition=models.Q(first_line__lte=models.F("last_line")), name="finding_lines_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="fix", outcome__in=["worked", "failed", "proposed"])
                | (~models.Q(kind="fix") & models.Q(outcome="")),
                name="only_fixes_have_outcomes",
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.text[:80]}"

    def get_absolute_url(self):
        """The place in the document where the finding stands."""
        return f"{self.document.get_absolute_url()}#L{self.first_line}"


class FindingLink(models.Model):
    class Relation(models.TextChoices):
        CAUSED_BY = "caused_by", "caused by"
        FIXED_BY = "fixed_by", "fixed by"
        PREVENTED_BY = "prevented_by", "prevented by"
        APPLIES = "applies"
        SOLVED_BY = "solved_by", "solved by"

    source = models.ForeignKey(Finding, models.CASCADE, related_name="links_out")
    relation = models.CharField(max_length=12, choices=Relation)
    target = models.ForeignKey(Finding, models.CASCADE, related_name="links_in")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "relation", "target"], name="one_link_per_relation"),
        ]

    def __str__(self):
        return f"{self.source_id} {self.relation} {self.target_id}"


class Name(models.Model):
    """What a document answers to when another one leads to it: its place, and in `[[ ]]` its title, file or id."""

    class Sort(models.IntegerChoices):
        PLACE = 0
        TITLE = 1
        FILE = 2
        ID = 3

    document = models.ForeignKey(Document, models.CASCADE, related_name="names")
    key = models.CharField(max_length=600)
    sort = models.PositiveSmallIntegerField(choices=Sort)

    class Meta:
        indexes = [models.Index(fields=["key"], name="document_by_name")]

    def __str__(self):
        return self.key


class Mention(models.Model):
    """A place that a document leads to: `target` as written, `key` the Name that this means from where it stands."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="mentions")
    target = models.CharField(max_length=1000)
    key = models.CharField(max_length=600)
    line = models.PositiveIntegerField()

    class Meta:
        ordering = ["document", "line", "pk"]
        indexes = [models.Index(fields=["key"], name="mention_by_key")]

    def __str__(self):
        return self.target


class ImportRun(models.Model):
    """One import: what was asked for, how far it is, and what came of it.

    `total` and `done` count files; None: nobody has looked yet. A run out of the browser has its uploaded files in the
    folder `spool` until it is over, and is carried out by the task with the id `task`, once somebody has started it.
    """

    started = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True)
    sources = models.JSONField(default=list)
    total = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    spool = models.CharField(max_length=40, blank=True)
    task = models.CharField(max_length=40, blank=True)

    def __str__(self):
        return f"import {self.pk} of {', '.join(self.sources)}"

    def get_absolute_url(self):
        return reverse("import", args=[self.pk])

    @property
    def problems(self):
        """What was refused, gone or wrong in a file, each as one line with the file."""
        return [problem for file in self.files.exclude(problems=[]) for problem in file.told_problems()]


class ImportedFile(models.Model):
    """What an import did with one file; there is none for a file that is as it was. `problems`: (line, sentence)."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="files")
    path = models.CharField(max_length=1000)
    result = models.CharField(max_length=12)
    document = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Document.Kind, blank=True)
    problems = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["run", "result", "id"])]

    def __str__(self):
        return f"{self.result} {self.path}"

    def told_problems(self):
        return [f"{self.path}:{line}: {said}" if line else f"{self.path}: {said}" for line, said in self.problems]
