"""What several test files share: points, a start, and the size of one rounding."""

import os

import numpy as np
import pytest
from hypothesis import settings

from linreg import Line, make_line

# Half the gap between 1 and the next double: the largest relative error of one rounding.
UNIT_ROUNDOFF = 2.0**-53


# New data every time for those who work on the code, the same data for everybody else.
settings.register_profile("at home", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if "CI" in os.environ else "at home")


@pytest.fixture
def line() -> Line:
    return make_line(rng=0)


@pytest.fixture
def start() -> dict[str, float]:
    return {"w0": 1.25, "w1": -2.5}


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20261123)
