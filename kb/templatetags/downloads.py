"""What the pages of a document offer to take along."""

from django import template

from incidents.models import Revision
from incidents.reviews import UNFINISHED

register = template.Library()


@register.simple_tag
def origins_of(document):
    """Where each revision comes from, the first one first."""
    return list(document.revisions.order_by("number").values_list("origin", flat=True))


@register.inclusion_tag("downloads/_menu.html")
def download_menu(document, origins):
    """`goes_back`: whether there is something that its repository, if it has one, does not say."""
    goes_back = origins[-1] != Revision.Origin.IMPORT and document.state not in UNFINISHED
    return {"document": document, "goes_back": goes_back}
