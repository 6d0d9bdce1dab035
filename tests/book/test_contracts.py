"""What docstrings and the notation table say of names, shapes, units and errors is executed.

Measured in a unit 8 times larger, x becomes an eighth; y becomes a thirty-second. These are powers
of two, so nothing rounds, and each result has to change by exactly what its unit says.
"""

import inspect
from decimal import Decimal
from fractions import Fraction

import dask.array as da
import numpy as np
import pandas as pd
import pytest

import linreg
from linreg import DivergenceError, Moments
from tests.contracts import CONTRACTS, notation, require_listed

SCALE = {"x": 1 / 8, "y": 1 / 32, "w": 1 / 2, "f": 1 / 16, "log": 1 / 4}
SAME = dict.fromkeys(SCALE, 1.0)
X = np.array([0.3, 1.1, -0.7, 2.9, 1.7])
Y = np.array([1.3, 0.7, 2.3, 1.2, -0.1])
LINE = linreg.make_line(rng=0)
FALLING = linreg.train(LINE.x, LINE.y, w0=1.25, w1=-2.5, learning_rate=0.005, epochs=40)
#: An argument of each name, in numbers that hide nothing: none is 0, 1 or equal to another.
ARGUMENTS = {
    "x": X, "y": Y, "w0": 0.7, "w1": -1.3, "z": 3 * X, "y_hat": 2 * Y - X,
    "dE_dy_hat": Y - 3 * X, "dy_hat_dz": 5 / (X * X + 3), "learning_rate": 0.011, "epochs": 6,
    "f": lambda w0, w1: w0**3 * w1 + w1 * w1, "h": 0.3, "n": 5, "slope": 2.3, "rng": 8,
    "intercept_std": 0.3, "shared_intercept": True, "other": Moments.from_data(X, Y),
}  # fmt: skip
#: Where a name needs arguments of its own; results that are 0 or nan in one set show in another.
CASES = {
    "DivergenceError": [{"learning_rate": 1.9, "epochs": 3}],
    "diagnose": [
        {"sse": FALLING.sse, "w1": FALLING.w1, "epochs": 41},
        {"sse": 3 * 4.0 ** np.arange(8), "w1": (-2.0) ** np.arange(8), "epochs": 8},
    ],
}
#: Logarithms round, also where numbers are powers of two apart: each by 2**-53 of at most 2**6.
ROUNDED = {"diagnose": 2.0**-45}
NOTATION = [*notation()]
TYPES = {"float": float, "int": int, "bool": bool, "ndarray": np.ndarray}
NUMBERS = [
    n for n, c in CONTRACTS.items() if c.claims("Parameters") or c.claims("Returns")
]
CALLED = [name for name in NUMBERS if not inspect.isclass(CONTRACTS[name].found)]


def factor(unit, scale):
    """Return by how much a number in this unit grows."""
    return np.array(eval(unit, {"np": np}, scale))[()]


def resized(value, unit, scale):
    """Return a value as it is measured in the new units."""
    if callable(value):
        return lambda w0, w1: scale["f"] * value(w0 / scale["w"], w1 / scale["w"])
    if isinstance(value, Moments):
        return called(CONTRACTS["Moments.from_data"], {}, scale)
    return value if unit == "1" or value is None else value * factor(unit, scale)


def called(contract, case, scale):
    """Return what a name gives for the arguments of a case, measured in the new units."""
    given = ARGUMENTS | case
    arguments = {
        claim.name: resized(given[claim.name], claim.unit, scale)
        for claim in contract.claims("Parameters")
    }
    data = resized(given["other"], "", scale) if contract.is_method else None
    return contract.on(data, arguments)


def results(contract, case, scale):
    """Yield each number that comes out, with what is claimed of it."""
    if contract.name == "DivergenceError":
        with pytest.raises(DivergenceError) as seen:
            called(CONTRACTS["train"], case, scale)
        claims = contract.claims("Parameters")
        values = [getattr(seen.value, claim.name) for claim in claims]
    else:
        claims, value = contract.claims("Returns"), called(contract, case, scale)
        values = value if type(value) is tuple else [value]
    assert len(claims) == len(values), f"{contract.place()}: {len(values)} results"
    for claim, value in zip(claims, values, strict=True):
        yield from in_fields(claim, value)


def in_fields(claim, value):
    if claim.kind not in CONTRACTS:
        yield claim, value
        return
    assert type(value).__name__ == claim.kind, f"{claim.place}: {value!r}"
    for field in CONTRACTS[claim.kind].fields:
        yield field, getattr(value, field.name)


def scale_for(contract):
    return SCALE | dict.fromkeys(contract.plain, 1.0)


def fail(claim, seen, advice):
    pytest.fail(f"{claim.place}: {claim.name or 'the result'} {seen}. {advice}")


# Names


@pytest.mark.parametrize("name", CONTRACTS)
def test_arguments_and_fields_are_described_in_order_and_as_what_they_are(name):
    contract = CONTRACTS[name]
    claims = contract.claims("Parameters")
    taken = inspect.signature(contract.code).parameters
    names = getattr(contract.found, "_fields", taken)
    names = [name for name in names if name not in {"self", "cls"}]
    assert [c.name for c in claims or contract.fields] == names, (
        f"{contract.place()}: describe {names}, in order"
    )
    for claim in claims:
        default = taken[claim.name].default
        if (default is None) != ("optional" in claim.kind or "None" in claim.kind):
            fail(claim, f"has the default {default}", "Write 'optional' if it is None.")


def test_a_name_has_the_same_unit_wherever_it_stands():
    seen, claims = {}, [*NOTATION]
    for contract in CONTRACTS.values():
        claims += contract.claims("Parameters") + contract.claims("Returns")
        claims += contract.fields
    for claim in claims:
        if claim.name and claim.unit not in {"w", "f / w", "log"}:
            first = seen.setdefault(claim.name, claim)
            if factor(first.unit, SCALE) != factor(claim.unit, SCALE):
                fail(
                    claim,
                    f"is read as {claim.unit}",
                    f"It is {first.unit} at {first.place}: write the same in both.",
                )


# Shapes and units


@pytest.mark.parametrize("name", NUMBERS)
def test_arguments_and_results_have_the_shapes_and_types_that_are_stated(name):
    contract = CONTRACTS[name]
    for case in CASES.get(name, [{}]):
        given = ARGUMENTS | case
        sizes = {"N": given["n"], "epochs": given["epochs"]}
        returned = list(results(contract, case, SAME))
        taken = [] if inspect.isclass(contract.found) else contract.claims("Parameters")
        taken = [(c, given[c.name]) for c in taken if c.kind not in CONTRACTS]
        for claim, value in returned + taken:
            if np.shape(value) != eval(claim.shape, sizes):
                fail(claim, f"has shape {np.shape(value)}", f"Correct {claim.shape}.")
        for claim, value in returned:
            kind = claim.kind.removeprefix("np.").partition(",")[0]
            if kind != "str" and not isinstance(value, TYPES[kind]):
                fail(claim, f"is a {type(value).__name__}", f"Correct {kind}.")


def misfits(contract, scale):
    """Yield the claims whose number changes otherwise than its unit; fail if none can show it."""
    untold, rtol = {}, ROUNDED.get(contract.name, 0)
    for case in CASES.get(contract.name, [{}]):
        before, after = (results(contract, case, units) for units in (SAME, scale))
        for (claim, old), (_, new) in zip(before, after, strict=True):
            if "str" in claim.kind:
                continue
            tells = np.isfinite(old).all() and np.any(old)
            untold[claim] = untold.get(claim, True) and not tells
            if not np.allclose(
                new, resized(old, claim.unit, scale), rtol, 0, equal_nan=True
            ):
                yield claim, old, new
    for claim in (claim for claim, is_untold in untold.items() if is_untold):
        fail(claim, "is 0 or nan in each case", "Add a case in which it is a number.")


@pytest.mark.parametrize("name", NUMBERS)
def test_results_change_as_their_units_say(name):
    contract = CONTRACTS[name]
    scale = scale_for(contract)
    for claim, old, new in misfits(contract, scale):
        seen = f"goes from {old} to {new} if x becomes x * {scale['x']} and y, y * {scale['y']}"
        fail(
            claim,
            seen,
            f"{claim.unit} is read there: correct the unit, or else the code.",
        )


@pytest.mark.parametrize("name", [name for name in CALLED if CONTRACTS[name].plain])
def test_what_counts_as_a_plain_number_cannot_be_rescaled(name):
    contract = CONTRACTS[name]
    units = [{**scale_for(contract), unit: SCALE[unit]} for unit in contract.plain]
    assert all(any(misfits(contract, scale)) for scale in units), contract.place()


def test_each_weight_asks_for_a_rate_of_its_own_when_x_is_rescaled():
    step, rate = CONTRACTS["step"], ARGUMENTS["learning_rate"]
    cases = [{"learning_rate": rate}, {"learning_rate": rate / SCALE["x"] ** 2}]
    for k, case in enumerate(cases):
        old = [value for _, value in results(step, {}, SAME)][k]
        claim, new = list(results(step, case, SCALE))[k]
        assert new == resized(old, claim.unit, SCALE)


# The notation table


def quantities(scale):
    """Return what each name of the table is for the same points, measured in other units."""
    units = {row.name: row.unit for row in NOTATION}
    x, y, w0, w1 = (
        resized(ARGUMENTS[key], units[key], scale) for key in ("x", "y", "w0", "w1")
    )
    z, y_hat = linreg.net_input(x, w0, w1), linreg.predict(x, w0, w1)
    dE_dw0, dE_dw1 = linreg.gradient(x, y, w0, w1)
    return {
        "x": x, "y": y, "w0": w0, "w1": w1, "z": z, "y_hat": y_hat, "n": Moments.from_data(x, y).n,
        "dE_dy_hat": linreg.sse_grad(y, y_hat), "dy_hat_dz": linreg.linear_grad(z),
        "dE_dw0": dE_dw0, "dE_dw1": dE_dw1, "sse": linreg.sse(y, y_hat),
        "none, always 1": linreg.net_input(0.0, w0, w1) / w0,
    }  # fmt: skip


@pytest.mark.parametrize("row", NOTATION, ids=lambda row: row.place)
def test_the_notation_table_states_the_shapes_and_units_that_the_package_has(row):
    settings = {row.name: resized(ARGUMENTS.get(row.name), row.unit, SCALE)}
    old, new = ARGUMENTS | quantities(SAME), settings | quantities(SCALE)
    old, new = old[row.name], new[row.name]
    if np.shape(old) != eval(row.shape, {"N": len(X)}):
        fail(row, f"has shape {np.shape(old)}", f"Correct {row.shape}.")
    if not np.array_equal(new, resized(old, row.unit, SCALE)):
        fail(row, f"goes from {old} to {new}", f"Correct its unit, read as {row.unit}.")


def test_the_learning_rate_has_the_unit_that_the_table_refers_to():
    (row,) = (row for row in NOTATION if row.name == "learning_rate")
    assert row.text == "see step"
    assert CONTRACTS["step"].plain


# Errors

HOSTILE = [
    None, "a", b"1", 1j, object(), [], [1, [2, 3]], {}, {1}, int, (v for v in [1.0]),
    np.nan, np.inf, -1, 0, True, 5e-324, 1e-200, 1e200, 10**30, 10**400, Decimal("1.5"),
    Fraction(1, 3), np.array(2.0), np.ones(1), np.ones(4), np.ones((5, 1)), np.ones((1, 5)),
    np.array([1, 2, np.nan, 3, 4]), np.ma.array(X, mask=X > 2), np.full(5, 1j), ["a"] * 5,
    [1, None, 2, 3, 4], [object()] * 5, [Decimal(1)] * 5, [10**400, 1, 2, 3, 4],
    np.full(5, "2026-01-01", dtype="M8[D]"), np.zeros(5, dtype=[("a", float)]),
    np.array([1e200, 1, 2, 3, 4]), np.array([1e-200, 2e-200, 0, 0, 0]),
    pd.Series(X, index=list("abcde")), pd.Series([1, pd.NA, 2, 3, 4], dtype="Int64"),
    pd.DataFrame({"a": X}), da.from_array(X)[da.from_array(X) > 0],
]  # fmt: skip
#: Six numbers of which one is missing, extreme, or far from the others.
DATA = [
    Moments.from_data(X, Y),
    Moments(),
    Moments.from_data([1.0, 1.0], [2.0, 3.0]),
    Moments.from_data([1e200], [1.0]),
    Moments.from_data([1e-200], [1.0]),
    Moments.from_data([3e-200], [1.0]),
    Moments(3, 1.0, 0.0, 1e-300, 1e10, 1e300),
]


def attacks(names):
    """Yield arguments that a user might pass by mistake, one at a time, and x and y alike."""
    yield from [
        {},
        {"learning_rate": 1e3, "epochs": 300},
        *({"other": d} for d in DATA),
    ]
    for hostile in HOSTILE:
        yield from ({name: hostile} for name in names)
        yield {"x": hostile, "y": hostile}


@pytest.mark.parametrize("name", CALLED)
@np.errstate(all="ignore")
def test_the_errors_that_are_listed_come_out_and_no_others(name):
    contract, raised = CONTRACTS[name], set()
    names = [claim.name for claim in contract.claims("Parameters")]
    for data in DATA if contract.is_method else [None]:
        for attack in attacks(names):
            given = ARGUMENTS | CASES.get(name, [{}])[0] | attack
            try:
                contract.on(data, {key: given[key] for key in names})
            except Exception as error:
                require_listed(error)
                raised |= {kind.__name__ for kind in type(error).__mro__}
    for kind in contract.errors.keys() - raised:
        pytest.fail(
            f"{contract.errors[kind]}: no attack makes {name} raise {kind}. Add one, or strike it."
        )
