import os
from concurrent.futures import ThreadPoolExecutor


def workers_for(cores):
    return max(1, (cores or 1) // 2)


def shrink_all(sizes):
    with ThreadPoolExecutor(max_workers=workers_for(os.cpu_count())) as workers:
        return list(workers.map(lambda size: size // 4, sizes))
