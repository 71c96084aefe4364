import threading


class Visits:
    def __init__(self):
        self.visits = {}

    def count(self, page):
        self.visits[page] = self.visits.get(page, 0) + 1

    def report(self, write_line):
        for page, count in self.visits.items():
            write_line(page, count)


def in_a_thread(function, *arguments):
    thread = threading.Thread(target=function, args=arguments)
    thread.start()
    thread.join()


def test_pages_are_visited_while_the_report_is_written():
    visits = Visits()
    visits.count("/")
    visits.count("/orders")
    lines = []

    def write_line(page, count):
        lines.append(f"{page} {count}")
        in_a_thread(visits.count, f"{page}?again")

    visits.report(write_line)
    assert lines == ["/ 1", "/orders 1"]
