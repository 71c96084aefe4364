import signal


class Server:
    def __init__(self):
        self.running = False

    def stop(self, *_):
        self.running = False

    def run(self):
        self.running = True


def main():
    server = Server()
    signal.signal(signal.SIGTERM, server.stop)
    server.run()
