import time

from jobs import Jobs


def test_a_report_is_written():
    jobs = Jobs()
    job = jobs.submit("november")
    while job.state != "done":
        time.sleep(0.01)
    assert jobs.queue.empty()
