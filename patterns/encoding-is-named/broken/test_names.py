import pytest


@pytest.fixture
def customers(tmp_path):
    path = tmp_path / "customers.csv"
    path.write_bytes("Ann\nZoë\n".encode())
    return path


def read_names(path):
    return path.read_text().splitlines()


def test_names_are_read(customers):
    assert read_names(customers) == ["Ann", "Zoë"]
