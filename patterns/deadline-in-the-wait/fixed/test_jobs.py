import time

from jobs import Jobs


def wait_for(job, seconds=5):
    deadline = time.monotonic() + seconds
    while job.state != "done":
        if time.monotonic() > deadline:
            raise TimeoutError(f"job {job.name} is still {job.state} after {seconds} s")
        time.sleep(0.01)


def test_a_report_is_written():
    jobs = Jobs()
    job = jobs.submit("november")
    jobs.work_off()
    wait_for(job)
    assert jobs.queue.empty()
