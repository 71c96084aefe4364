import os
from concurrent.futures import ThreadPoolExecutor


def shrink_all(sizes):
    with ThreadPoolExecutor(max_workers=os.cpu_count() // 2) as workers:
        return list(workers.map(lambda size: size // 4, sizes))
