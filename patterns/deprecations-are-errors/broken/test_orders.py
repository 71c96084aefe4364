from shop import Order


def test_an_order_names_its_article():
    assert Order(article="pen").article == "pen"
