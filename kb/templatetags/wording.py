"""Words of the catalogue and of the documents as they are shown: masks as chips, Markdown's code and stress kept."""

import re

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import mark_safe

from incidents.reading.encodings import REPAIRED

register = template.Library()

# What varies in a message: <*>, <num>, <path> …
MASK = re.compile(r"<(\*|[a-z][a-z0-9_-]{0,20})>")
# `code`, **strong** and [words](address), as far as a finding keeps them; all else is shown as written.
INLINE = re.compile(r"`([^`\n]++)`|\*\*([^*\n]++)\*\*|\[([^\]\[\n]++)\]\([^()\s]++\)")

# What an error is in its chain, group or log (Error.role).
ROLES = {"root": "Root", "middle": "Then", "last": "Error", "leaf": "In the group", "captured": "Captured"}


@register.filter
def masked(text):
    """A template of a signature with its masks set apart as chips."""
    parts = MASK.split(text)
    return format_html_join("", "{}", ((_chip(part) if i % 2 else part,) for i, part in enumerate(parts)))


def _chip(mask):
    return mark_safe(f'<span class="mask" title="varies">{escape(mask if mask != "*" else "…")}</span>')


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
