"""Rights that depend on what is shown, for the templates: they offer only what may be done."""

from django import template

from kb import access

register = template.Library()


@register.filter
def may_edit(request, document):
    return access.may_edit(request, document)


@register.filter
def may_delete(request, document):
    return access.may_delete(request, document)


@register.filter
def may_restrict(request, document):
    return access.may_restrict(request, document)
