"""What is measured of a tool, in the process that belongs to its package."""

from __future__ import annotations

import os
import platform
import time
from functools import cache
from importlib import metadata

from benchmarks.peers import DESCENTS, END_POINTS
from benchmarks.task import EPOCHS, make_task
from linreg import Moments

#: A visit repeats a call until this many seconds are spent, and keeps the fastest.
VISIT = 0.3


@cache
def started(name):
    """Set a tool up once, so that what it compiles is kept."""
    return (DESCENTS | END_POINTS)[name].start()


def job(name, n, epochs=EPOCHS):
    """Return the call to make, its data loaded into the form that the tool works on."""
    load, run = started(name)
    task = make_task(n)
    x, y = load(task.x), load(task.y)
    if name in END_POINTS:
        return lambda: run(x, y)
    return lambda w0=task.w0, w1=task.w1: run(x, y, w0, w1, task.learning_rate, epochs)


def path(name, n):
    """Return the weights after each epoch.

    The run is called for one epoch at a time, each call starting where the last one ended: the
    whole path even of tools that keep no record.
    """
    one_epoch = job(name, n, epochs=1)
    weights, states = (), []
    for _ in range(EPOCHS):
        weights = tuple(map(float, one_epoch(*weights)))
        states.append(weights)
    return states


def first(name, n):
    """Return the seconds of the first call with n points, and the weights it ends at."""
    call = job(name, n)
    begin = time.perf_counter()
    weights = call()
    return time.perf_counter() - begin, tuple(map(float, weights))


def visit(names, n):
    """Time several tools one after the other, with the same data in the same process."""
    return {name: fastest(job(name, n)) for name in names}


def read(n):
    """Time the six numbers and one plain read of the data they come from."""
    x, y = make_task(n)[:2]
    return {
        "from_data": fastest(lambda: Moments.from_data(x, y)),
        "one_read": fastest(lambda: x.sum() + y.sum()),
    }


def fastest(call):
    """Return the shortest of the calls that a visit has time for; there is at least one."""
    times = []
    while sum(times) < VISIT:
        begin = time.perf_counter()
        call()
        times.append(time.perf_counter() - begin)
    return min(times)


def machine():
    """Say what the benchmark ran on."""
    from threadpoolctl import threadpool_info

    installed = ["numpy", "torch", "tensorflow", "keras", "jax", "numba", "scipy"]
    blas = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "blas_kernel": blas[0]["architecture"] if blas else "unknown",
        "python": platform.python_version(),
        "versions": {
            name: metadata.version(name) for name in [*installed, "scikit-learn"]
        },
    }


def processor():
    """Return the processor's name for itself."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            names = [line for line in lines if line.startswith("model name")]
        return names[0].partition(":")[2].strip()
    except (OSError, IndexError):
        return platform.processor() or platform.machine()
