def link_to(request, number):
    return request.build_absolute_uri(f"/orders/{number}")


def test_a_link_names_the_host_of_the_request(rf, settings):
    settings.ALLOWED_HOSTS = ["api.shop.example"]
    request = rf.get("/", headers={"host": "api.shop.example"})
    assert link_to(request, 17) == "http://api.shop.example/orders/17"
