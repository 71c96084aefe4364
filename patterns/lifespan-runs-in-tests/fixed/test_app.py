from app import app
from fastapi.testclient import TestClient


def test_a_pen_has_a_price():
    with TestClient(app) as client:
        assert client.get("/prices/pen").json() == 200
