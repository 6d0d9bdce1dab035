"""What several test files share: points, a start, and the size of one rounding."""

import numpy as np
import pytest

from linreg import Line, make_line

# Half the gap between 1 and the next double: the largest relative error of one rounding.
UNIT_ROUNDOFF = 2.0**-53


@pytest.fixture
def line() -> Line:
    return make_line(rng=0)


@pytest.fixture
def start() -> dict[str, float]:
    return {"w0": 1.25, "w1": -2.5}


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20261123)
