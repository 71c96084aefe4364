import requests

PARCELS = "http://parcels.invalid"


def state_of(number):
    answer = requests.get(f"{PARCELS}/{number}", timeout=5)
    answer.raise_for_status()
    return answer.json()["state"]


def test_a_parcel_is_on_its_way():
    assert state_of(17) == "on its way"
