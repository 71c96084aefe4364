from datetime import date

import pytest

from kb.templatetags.wording import breakable, masked, on_day, percent_of, prose


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("run `pytest -x` twice", "run <code>pytest -x</code> twice"),
        ("**never** reuse it", "<strong>never</strong> reuse it"),
        ("see [the log](https://example.org/a)", "see the log"),
        ("a `<b>` tag", "a <code>&lt;b&gt;</code> tag"),
        ("2 * 3 ** 4", "2 * 3 ** 4"),
        ("an open ` stays", "an open ` stays"),
        ("<img src=x>", "&lt;img src=x&gt;"),
    ],
)
def test_prose_keeps_code_and_stress_and_nothing_else(text, shown):
    assert prose(text) == shown


def test_masks_become_chips_and_other_text_stays_text():
    chips = masked('relation "<*>" took <num> s, <b>not</b> List<String>')
    assert chips.count('class="mask"') == 3
    assert "List&lt;String&gt;" in chips


@pytest.mark.parametrize(("part", "whole", "shown"), [(1, 3, 33), (0, 5, 0), (0, 0, 0)])
def test_share_of_nothing_is_none(part, whole, shown):
    assert percent_of(part, whole) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("sqlalchemy.exc.IntegrityError", "sqlalchemy.<wbr>exc.<wbr>IntegrityError"),
        ("debug_log", "debug_<wbr>log"),
        ("<b>.x", "&lt;b&gt;.<wbr>x"),
        ("python", "python"),
        ("Yes.", "Yes."),
    ],
)
def test_long_name_breaks_between_its_parts(name, shown):
    assert breakable(name) == shown


def test_day_is_told_to_people_and_programs():
    assert on_day(date(2025, 5, 6)) == '<time datetime="2025-05-06">6 May 2025</time>'
    assert on_day(None) == "–"
