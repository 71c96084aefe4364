import threading


class Tickets:
    def __init__(self, left, read=None):
        self.left = left
        self.read = read or (lambda: self.left)

    def sell(self):
        left = self.read()
        self.left = left - 1


def test_two_tickets_are_sold_at_once():
    both_have_read = threading.Barrier(2)

    def read():
        left = tickets.left
        try:
            both_have_read.wait(timeout=0.5)
        except threading.BrokenBarrierError:
            pass
        return left

    tickets = Tickets(10, read)
    threads = [threading.Thread(target=tickets.sell) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sold = 10 - tickets.left
    assert sold == 2, f"2 tickets were sold, the stock went down by {sold}"
