from django.contrib import admin

from kb.models import Cause, Fix, Pattern, Rule, Signature, SignatureKey


@admin.register(Signature)
class SignatureAdmin(admin.ModelAdmin):
    list_display = ["title", "exception_type", "language", "state", "written", "updated"]
    list_filter = ["state", "written", "language"]
    search_fields = ["title", "exception_type", "template"]


@admin.register(Cause, Fix, Rule, Pattern)
class StatementAdmin(admin.ModelAdmin):
    list_display = ["__str__", "state", "updated"]
    list_filter = ["state"]
    search_fields = ["text"]


@admin.register(SignatureKey)
class SignatureKeyAdmin(admin.ModelAdmin):
    list_display = ["__str__", "level", "algorithm", "origin"]
    list_filter = ["level", "origin"]
    raw_id_fields = ["signature"]
