from dataclasses import dataclass
from queue import Queue


@dataclass
class Job:
    name: str
    state: str = "waiting"


class Jobs:
    def __init__(self):
        self.queue = Queue()

    def submit(self, name):
        job = Job(name)
        self.queue.put(job)
        return job

    def work_off(self):
        while not self.queue.empty():
            self.queue.get().state = "done"
