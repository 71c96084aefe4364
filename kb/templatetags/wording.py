"""Words of the catalogue and of the documents as they are shown: masks as chips, Markdown's code and stress kept."""

import re
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.dateformat import format as format_date
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from incidents.authors import name_of
from incidents.reading.encodings import REPAIRED

register = template.Library()
register.filter(name_of)

# What varies in a message, once it is escaped: <*>, <num>, <path> …
MASK = re.compile(r"&lt;(\*|[a-z][a-z0-9_-]{0,20})&gt;")
# Where the parts of a name meet.
PART = re.compile(r"([._/])(?=\w)")
# `code`, **strong** and [words](address), as far as a finding keeps them; all else is shown as written.
INLINE = re.compile(r"`([^`\n]++)`|\*\*([^*\n]++)\*\*|\[([^\]\[\n]++)\]\([^()\s]++\)")

# What an error is in its chain, group or log (Error.role).
ROLES = {"root": "Root", "middle": "Then", "last": "Error", "leaf": "In the group", "captured": "Captured"}


@register.filter
def masked(text):
    """A template of a signature with its masks set apart as chips."""
    return mark_safe(MASK.sub(_chip, escape(text)))


def _chip(match):
    mask = match[1]
    return f'<span class="mask" title="varies">{mask if mask != "*" else "…"}</span>'


@register.filter
def breakable(name):
    """A dotted or underscored name that breaks where its parts meet, not in the middle of a word."""
    return mark_safe(PART.sub(r"\1<wbr>", escape(name)))


@register.filter
def prose(text):
    """The words of a finding: code and stress as in the document, links as their words, nothing else interpreted."""
    return mark_safe(INLINE.sub(_inline, escape(text)))


def _inline(match):
    code, strong, words = match.groups()
    if code:
        return f"<code>{code}</code>"
    return f"<strong>{strong}</strong>" if strong else words


@register.filter
@lru_cache(maxsize=4096)
def on_day(day):
    """A day as people read it and as programs do; a dash for none. Formatting it is a tenth of what a list costs."""
    if day is None:
        return "–"
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), format_date(day, "j M Y"))


@register.filter
def tally(row):
    """In how many documents the fixes of a listed row had each outcome."""
    return _tally(row["worked"], row["failed"], row["proposed"])


@lru_cache(maxsize=4096)
def _tally(worked, failed, proposed):
    return render_to_string("_tally.html", {"worked": worked, "failed": failed, "proposed": proposed})


@register.filter
def is_repair(fault):
    return fault["message"] == REPAIRED


@register.filter
def is_code(text):
    return "\n" in text.strip()


@register.filter
def is_mapping(value):
    return isinstance(value, dict)


@register.filter
def is_list(value):
    return isinstance(value, list)


@register.filter
def percent_of(part, whole):
    """How much `part` is of `whole` in whole percent; 0 of nothing."""
    return round(100 * part / whole) if whole else 0


@register.filter
def role_words(role):
    return ROLES[role]


@register.filter
def kind_of(entry):
    """ "rule", "fix" and so on."""
    return entry._meta.model_name
