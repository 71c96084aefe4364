"""What somebody may not see of what was learnt: told by the documents that are hidden from them, which are few."""

from django.db import models
from django.db.models.expressions import RawSQL

from incidents.models import Document


def hidden_from(user):
    """The ids of the documents that somebody may not know of, as a query; None if there are none.

    Then every question stays as it would be without rules. As permissions are, it is kept on the user, who lives as
    long as the request. It is written out at once: a page asks with it a dozen times, and each would write it anew.
    """
    if not hasattr(user, "hidden_documents"):
        hidden = Document.everything.hidden_from(user).order_by().values("pk")
        user.hidden_documents = RawSQL(*hidden.query.sql_with_params()) if hidden.exists() else None
    return user.hidden_documents


def seen(hidden, *paths):
    """The condition that none of the documents at these paths is hidden, for what is counted; nothing without any."""
    if hidden is None:
        return models.Q()
    return models.Q(*(~models.Q(**{f"{path}__in": hidden}) for path in paths))


class SpokenQuerySet(models.QuerySet):
    """Rows that a document speaks for: evidence, and the links between entries."""

    said_in = "document"

    def visible_to(self, user):
        """Those of documents that somebody may know of."""
        return self.without(hidden_from(user))

    def without(self, hidden):
        """But for those of documents that are hidden; all of them with None."""
        return self if hidden is None else self.exclude(**{f"{self.said_in}__in": hidden})
