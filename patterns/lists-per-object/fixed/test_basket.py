class BasketFullError(Exception):
    pass


class Basket:
    def __init__(self):
        self.articles = []

    def add(self, article):
        if len(self.articles) == 3:
            raise BasketFullError("a basket holds at most 3 articles")
        self.articles.append(article)


def test_a_basket_takes_articles():
    basket = Basket()
    basket.add("tea")
    basket.add("milk")
    assert "tea" in basket.articles


def test_a_basket_takes_the_same_article_twice():
    basket = Basket()
    basket.add("tea")
    basket.add("tea")
    assert basket.articles.count("tea") == 2
