from pathlib import PurePosixPath, PureWindowsPath

import pytest
from reports import pack, unpack


@pytest.mark.parametrize("kind", [PurePosixPath, PureWindowsPath])
def test_a_report_is_found_in_its_folder(kind, tmp_path):
    pack(tmp_path / "reports.zip", "yearly/2026.csv", "pen,200")
    assert unpack(tmp_path / "reports.zip", kind("yearly") / "2026.csv") == "pen,200"
