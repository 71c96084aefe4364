from unittest.mock import Mock


def subscribe(address, mailing_list):
    mailing_list.add(address)


def test_a_reader_is_added_to_the_list():
    mailing_list = Mock()
    subscribe("ada@example.org", mailing_list)
    mailing_list.add.asserted_called_once_with("ada@example.org")
