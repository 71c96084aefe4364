from datetime import date

import pytest


def read_holidays(content):
    lines = content.decode("utf-8").split("\n")
    return [date.fromisoformat(line.partition(",")[2]) for line in lines if line]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_holidays_are_read(end):
    content = f"spring,2026-03-01{end}summer,2026-07-15{end}".encode()
    assert read_holidays(content) == [date(2026, 3, 1), date(2026, 7, 15)]
