"""Where a rule is enforced, as far as its own words tell: a rule that nothing enforces is only a wish."""

import re

# Most certain first; several may hold.
PLACES = (
    ("lint or type check", r"\b(?:ruff|flake8|pylint|mypy|pyright|eslint|lint(?:er|ing|s)?|type[- ]check\w*)\b"),
    ("commit hook", r"\b(?:pre-?commit|pre-?push|commit hooks?)\b"),
    ("CI", r"\b(?:CI|CI/CD|pipelines?|GitHub Actions|GitLab|workflow checks?|build (?:fails|breaks))\b"),
    (
        "pytest option",
        r"(?:--strict[\w-]*|filterwarnings|\bpytest\.ini\b|\bconftest\b|\basyncio_mode\b|\bpytest options?\b)",
    ),
    ("test", r"\b(?:(?:unit|integration|regression|contract|smoke) tests?|assert\w*|test_\w+)\b"),
    ("database", r"\b(?:constraints?|NOT NULL|UNIQUE|foreign keys?)\b"),
    ("monitoring", r"\b(?:alert\w*|monitor\w*|dashboards?)\b"),
    ("review", r"\b(?:code reviews?|reviewers?|checklists?|pull requests?|PR templates?)\b"),
)
WORDS = tuple((place, re.compile(words, re.IGNORECASE if place != "CI" else 0)) for place, words in PLACES)


def enforced_by(text):
    """The places that a rule names, or nothing."""
    return [place for place, words in WORDS if words.search(text)]
