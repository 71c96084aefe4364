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


def test_a_mail_is_sent():
    mailer = Mailer()
    mailer.send_later(17)
    time.sleep(0.05)
    assert 17 in mailer.sent, "the mail about order 17 was not sent"
