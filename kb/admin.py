from django.contrib import admin

from kb.acts import Decidable
from kb.models import Act, Cause, Fix, Pattern, Rule, Signature, SignatureKey

# What only a decision may write, for the history tells of it.
DECIDED = ("key", "state", *(field.name for field in Decidable._meta.fields))


@admin.register(Signature)
class SignatureAdmin(admin.ModelAdmin):
    readonly_fields = DECIDED
    list_display = ["title", "exception_type", "language", "state", "written", "updated"]
    list_filter = ["state", "written", "language"]
    search_fields = ["title", "exception_type", "template"]


@admin.register(Cause, Fix, Rule, Pattern)
class StatementAdmin(admin.ModelAdmin):
    readonly_fields = (*DECIDED, "text")
    list_display = ["__str__", "state", "updated"]
    list_filter = ["state"]
    search_fields = ["text"]


@admin.register(SignatureKey)
class SignatureKeyAdmin(admin.ModelAdmin):
    list_display = ["__str__", "level", "algorithm", "origin"]
    list_filter = ["level", "origin"]
    raw_id_fields = ["signature"]


@admin.register(Act)
class ActAdmin(admin.ModelAdmin):
    """The history is read here, and never written."""

    list_display = ["made_at", "name", "kind", "why"]
    list_filter = ["kind"]
    search_fields = ["name", "why"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
