from collections.abc import Sequence

from modelsearch.backends import get_search_backend

from incidents.models import Document
from modelsearch_peer.models import Report

N = 20


def index_reports(rows: Sequence[Document], told: Sequence[tuple[str, str]]) -> None:
    reports = [
        Report(pk=row.pk, title=title, body=text, kind=row.kind, restricted=row.visibility == "restricted")
        for row, (title, text) in zip(rows, told, strict=True)
    ]
    Report.objects.bulk_create(reports)
    get_search_backend().add_bulk(Report, reports)


def ask(words: str, kind: str) -> int:
    """The 20 best titles. It has no snippets to give."""
    reports = Report.objects.filter(restricted=False)
    reports = reports.filter(kind=kind) if kind else reports
    return len([report.title for report in get_search_backend().search(words, reports)[:N]])
