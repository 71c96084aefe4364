import re
from pathlib import Path

from django.conf import settings
from django.shortcuts import render

from incidents.reading.values import OUTCOMES
from kb.matching.values import VERDICTS

TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"
SIZES = ("largest", "larger", "large", "normal", "small", "tiny")


def specimens(request):
    """Every part of the design on one page, served under DEBUG only; docs/design.md tells how to use them."""
    tokens = TOKENS.read_text("utf8")
    ctx = {
        "verdicts": VERDICTS,
        "outcomes": OUTCOMES,
        "sizes": SIZES,
        "gaps": re.findall(r"--gap-(\d)", tokens),
        "colours": re.findall(r"--([a-z-]+): (?:light-dark|#)", tokens),
    }
    return render(request, "specimens.html", ctx)
