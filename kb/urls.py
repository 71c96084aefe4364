from django.conf import settings
from django.contrib import admin
from django.urls import path

from kb.views import (
    answer,
    catalogue,
    conflicts,
    curating,
    dashboard,
    deleting,
    documents,
    entries,
    errors,
    feedback,
    history,
    home,
    imports,
    pastes,
    pictures,
    review,
    searching,
    signature,
    specimens,
    statements,
)

handler400 = errors.bad_request

urlpatterns = [
    path("", home.home, name="home"),
    path("match/", answer.match, name="match"),
    path("search/", searching.search, name="search"),
    # signatures/
    path("signatures/", catalogue.signatures, name="signatures"),
    path("signatures/new/", pastes.start_signature, name="start_signature"),
    path("signatures/<slug:slug>/", signature.signature, name="signature"),
    # causes/ fixes/ rules/ patterns/
    path("causes/", statements.causes, name="causes"),
    path("causes/<int:pk>/", entries.cause, name="cause"),
    path("fixes/", statements.fixes, name="fixes"),
    path("fixes/<int:pk>/", entries.fix, name="fix"),
    path("fixes/<int:pk>/feedback/", feedback.feedback, name="feedback"),
    path("rules/", statements.rules, name="rules"),
    path("rules/<int:pk>/", entries.rule, name="rule"),
    path("patterns/", statements.patterns, name="patterns"),
    path("patterns/<int:pk>/", entries.pattern, name="pattern"),
    # review/ due/
    path("review/", review.queue, name="review"),
    path("review/<int:pk>/", review.review, name="review_document"),
    path("review/<int:pk>/stated/", review.accept_stated, name="accept_stated"),
    path("due/", review.due_for_review, name="due"),
    # curate/ acts/
    path("curate/<slug:kind>/<int:pk>/<slug:decision>/", curating.decide, name="decide"),
    path("acts/<int:pk>/undo/", curating.undo_act, name="undo"),
    # documents/
    path("documents/", documents.documents, name="documents"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/source/", documents.source, name="document_source"),
    path("documents/<int:pk>/files/", documents.files, name="document_files"),
    path("documents/<int:pk>/raw/", documents.raw, name="document_raw"),
    path("documents/<int:pk>/delete/", deleting.document_delete, name="document_delete"),
    path("documents/<int:pk>/restore/", deleting.document_restore, name="document_restore"),
    path("documents/deleted/", deleting.documents_deleted, name="documents_deleted"),
    # history/
    path("history/", history.history, name="history"),
    # pastes/
    path("pastes/", pastes.kept_pastes, name="kept_pastes"),
    path("pastes/preview/", pastes.keep_preview, name="keep_preview"),
    path("pastes/keep/", pastes.keep_paste, name="keep_paste"),
    path("pastes/<slug:token>/", pastes.kept_paste, name="kept_paste"),
    path("pastes/<slug:token>/delete/", pastes.delete_paste, name="delete_paste"),
    # dashboard/
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/<slug:slug>.csv", dashboard.dashboard_csv, name="dashboard_csv"),
    # import/
    path("import/", imports.imports, name="imports"),
    path("import/samples/", imports.samples, name="import_samples"),
    path("import/<int:pk>/", imports.import_run, name="import"),
    path("import/<int:pk>/begin/", imports.begin, name="import_begin"),
    path("import/<int:pk>/discard/", imports.discard, name="import_discard"),
    path("import/conflicts/", conflicts.conflicts, name="conflicts"),
    path("import/conflicts/<int:pk>/", conflicts.conflict, name="conflict"),
    path("import/duplicates/<int:pk>/", conflicts.duplicate, name="duplicate"),
    # pictures/
    path("pictures/<slug:sha256>/", pictures.picture, name="picture"),
    path("admin/", admin.site.urls),
]

if settings.DEBUG:
    urlpatterns.append(path("design/", specimens.specimens, name="specimens"))
