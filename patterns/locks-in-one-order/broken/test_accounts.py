import threading
import time


class Account:
    def __init__(self, number, balance):
        self.number = number
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source, target, amount):
    with source.lock:
        time.sleep(0.2)  # asks whether the amount is allowed
        with target.lock:
            source.balance -= amount
            target.balance += amount


def test_money_goes_both_ways():
    ann, bob = Account(1, 100), Account(2, 100)
    threads = [
        threading.Thread(target=transfer, args=[ann, bob, 10], daemon=True),
        threading.Thread(target=transfer, args=[bob, ann, 30], daemon=True),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (ann.balance, bob.balance) == (120, 80)
