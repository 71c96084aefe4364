ARTICLES = [
    {"name": "tea", "tags": ["hot", "drink", "green", "leaf"]},
    {"name": "milk", "tags": ["cold", "drink", "white", "fresh", "farm"]},
]


def tags_of(articles):
    return list({tag for article in articles for tag in article["tags"]})


def test_each_tag_comes_once():
    tags = tags_of(ARTICLES)
    in_order = ["hot", "drink", "green", "leaf", "cold", "white", "fresh", "farm"]
    assert tags == in_order, f"the tags came in another order: {tags}"
