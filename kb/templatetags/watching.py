"""The button by which somebody watches what a page is about."""

from django import template
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.safestring import mark_safe

from incidents.authors import author
from kb.mentioning import with_people
from kb.watching import Watch
from kb.watching import thing_of as row_as_thing
from kb.watching import thing_of_tag as tag_as_thing

register = template.Library()


@register.inclusion_tag("watching/_button.html", takes_context=True)
def watch_button(context, what):
    """For a document, an entry, or a thing as watches name it; nothing for who is not signed in."""
    request = context["request"]
    if not request.user.is_authenticated:
        return {}
    thing = row_as_thing(what) if isinstance(what, models.Model) else what
    watched = Watch.objects.filter(user=request.user, thing=thing).exists()
    return {"request": request, "csrf_token": context.get("csrf_token"), "thing": thing, "watched": watched}


@register.simple_tag(takes_context=True)
def called_upon(context, html):
    """The safe `html` of a few words with people as chips; who has an account is asked once for a page."""
    request = context["request"]
    if "@" not in html or not request.user.is_authenticated:
        return html
    if not hasattr(request, "called_upon"):
        accounts = get_user_model().objects.filter(is_active=True)
        request.called_upon = {one.get_username().casefold(): author(one)["name"] for one in accounts}
    return mark_safe(with_people(html, request.called_upon))


@register.filter
def thing_of_tag(tag):
    return tag_as_thing(tag)
