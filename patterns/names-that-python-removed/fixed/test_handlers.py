from handlers import arguments_of


def test_a_handler_is_asked_for_its_arguments():
    assert arguments_of(lambda order, customer: None) == ["order", "customer"]
