from django.shortcuts import render

from incidents.reading.values import OUTCOMES
from kb.matching.values import VERDICTS


def specimens(request):
    """Every part of the design on one page, served under DEBUG only; docs/design.md tells how to use them."""
    return render(request, "specimens.html", {"verdicts": VERDICTS, "outcomes": OUTCOMES})
