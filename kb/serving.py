"""How gunicorn serves the site: `gunicorn -c python:kb.serving kb.wsgi`, which is also what `make run` ends in."""

from kb.settings import PORT, WORKERS

bind = f"127.0.0.1:{PORT}"
workers = WORKERS
worker_class = "gthread"
threads = 4
# A large import through the web may take its time; a worker that hangs is still found.
timeout = 120
loglevel = "warning"


def when_ready(server):
    print(
        f"Errata is served on {' and '.join(str(listener) for listener in server.LISTENERS)}/ (Ctrl-C stops it)",
        flush=True,
    )
