import socket


def read_prices(path):
    return dict(line.split() for line in open(path, encoding="utf-8"))


def free_port():
    return socket.create_server(("127.0.0.1", 0)).getsockname()[1]


def test_prices_are_read(tmp_path):
    path = tmp_path / "prices.csv"
    path.write_text("tea 5\nmilk 2\n", encoding="utf-8")
    assert read_prices(path) == {"tea": "5", "milk": "2"}


def test_a_port_is_free():
    assert free_port() > 1023
