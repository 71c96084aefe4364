import requests
import responses

PARCELS = "http://parcels.invalid"


def state_of(number):
    answer = requests.get(f"{PARCELS}/{number}", timeout=5)
    answer.raise_for_status()
    return answer.json()["state"]


@responses.activate
def test_a_parcel_is_on_its_way():
    responses.get(f"{PARCELS}/17", json={"state": "on its way"})
    assert state_of(17) == "on its way"
