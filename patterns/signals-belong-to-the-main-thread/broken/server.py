import signal


class Server:
    def __init__(self):
        self.running = False

    def stop(self, *_):
        self.running = False

    def run(self):
        signal.signal(signal.SIGTERM, self.stop)
        self.running = True
