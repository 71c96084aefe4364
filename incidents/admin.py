from django.contrib import admin

from incidents.models import Document, Finding, ImportRun


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    list_display = ["title", "kind", "date", "status", "severity", "path"]
    list_filter = ["kind", "status", "severity"]
    search_fields = ["title", "path"]


@admin.register(Finding)
class FindingAdmin(admin.ModelAdmin):
    list_display = ["__str__", "outcome", "confidence", "first_line"]
    list_filter = ["kind", "outcome", "confidence"]
    raw_id_fields = ["document"]


@admin.register(ImportRun)
class ImportRunAdmin(admin.ModelAdmin):
    list_display = ["__str__", "started", "finished"]
