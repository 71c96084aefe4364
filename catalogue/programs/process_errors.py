"""What Python and the system say of child processes, files and bytes."""

import concurrent.futures
import copy
import os
import pickle
import resource
import subprocess
import threading
from pathlib import Path

from tools import write


def called_process():
    subprocess.run(["false"], check=True)


def died():
    subprocess.run(["sh", "-c", "kill -9 $$"], check=True)


def timeout_expired():
    subprocess.run(["sleep", "5"], timeout=0.1)


def bootstrapping():
    write(
        shop__py="import multiprocessing\nmultiprocessing.set_start_method('spawn', force=True)\n"
        "multiprocessing.Process(target=print).start()\n"
    )
    subprocess.run(["python", "shop.py"])


def broken_pool():
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        pool.submit(os._exit, 1).result()


def pickle_local():
    pickle.dumps(lambda: 1)


def pickle_lock():
    copy.deepcopy({"lock": threading.Lock()})


def no_file():
    Path("orders.csv").read_text()


def is_directory():
    Path("orders").mkdir()
    Path("orders").read_text()


def exists():
    Path("orders").mkdir()
    Path("orders").mkdir()


def too_many_files():
    resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))
    [open("/dev/null") for _ in range(30)]


def no_space():
    Path("/dev/full").write_text("orders")


def decode():
    "Café".encode("latin-1").decode("utf-8")


def encode():
    "Café".encode("ascii")


def not_path():
    open(None)
