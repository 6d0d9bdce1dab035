import numpy as np

from linreg import History
from linreg.history import as_history


def test_a_history_unpacks_in_the_order_of_its_names():
    w0, w1, sse = columns = list(np.zeros((3, 4)))
    run = History(*columns)
    assert (run.w0 is w0, run.w1 is w1, run.sse is sse) == (True, True, True)


def test_the_states_of_a_run_become_three_columns():
    run = as_history([(0.0, 1.0, 8.0), (0.5, -2.0, 2.0)])
    assert [part.tolist() for part in run] == [[0.0, 0.5], [1.0, -2.0], [8.0, 2.0]]
    assert all(part.flags.c_contiguous and part.dtype == np.float64 for part in run)
