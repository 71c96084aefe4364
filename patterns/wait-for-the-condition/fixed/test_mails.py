import threading
import time


class Mailer:
    def __init__(self):
        self.sent = []

    def send_later(self, number):
        threading.Thread(target=self.send, args=[number]).start()

    def send(self, number):
        time.sleep(0.4)  # the mail server, on a busy day
        self.sent.append(number)


def wait_until(condition, seconds=5):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(0.01)


def test_a_mail_is_sent():
    mailer = Mailer()
    mailer.send_later(17)
    wait_until(lambda: 17 in mailer.sent)
