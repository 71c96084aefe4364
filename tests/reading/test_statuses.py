"""How a document ended, where it does not say so in a field."""

import pytest

from incidents.reading.read import read_document

MADE = "## Fix\n\n- Increased the timeout\n"
ENDINGS = [
    ("title says so", "notes/a.md", "# Slow start: FIXED!\n", "resolved"),
    ("title says not yet", "incidents/a.md", "# Partially fixed login\n", "resolved"),
    ("title that asks", "notes/a.md", "# Fix the slow start\n", "unknown"),
    ("log whose fixes were made", "a.md", f"# Debugging log: login\n\n{MADE}", "resolved"),
    ("log that only advises", "a.md", "# Debugging log: login\n\n## Fix\n\n- Increase the timeout\n", "open"),
    ("dated solution", "a.md", f"---\nproblem_type: x\ndate: 2025-01-02\n---\n\n# Login\n\n{MADE}", "resolved"),
    ("dated runbook", "a.md", f"---\nproblem_type: x\ndate: 2025-01-02\n---\n\n# Login runbook\n\n{MADE}", "unknown"),
]


@pytest.mark.parametrize("name, text, status", [row[1:] for row in ENDINGS], ids=[row[0] for row in ENDINGS])
def test_status_that_is_not_stated(name: str, text: str, status: str) -> None:
    assert read_document(name, text.encode()).status == status
