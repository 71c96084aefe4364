import tokens


def test_a_token_says_who_it_is():
    assert tokens.user_of(tokens.sign("ann")) == "ann"
