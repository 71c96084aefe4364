"""What stands around the text in the editor: its fields, what belongs under its headings, what the tools found."""

from django.conf import settings

from incidents.editable import typed
from incidents.form_fields import shown_fields
from incidents.outlines import help_with
from kb.tool_forms import KnownForm


def beside(text, *, refused=None, preview=None, known=None):
    """For the page of the editor; `refused` says by field why a change was not possible."""
    text, refused = typed(text or ""), refused or {}
    fields = [(one, refused.get(one.field.slug) or one.refusal) for one in shown_fields(text)]
    return {
        "fields": fields,
        "fields_open": bool(refused),
        "help": help_with(text),
        "preview": preview,
        "known": known or {"form": KnownForm()},
        "known_open": bool(known),
        "most_bytes": settings.MAX_PICTURE_BYTES,
    }
