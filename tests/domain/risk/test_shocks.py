from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from threading import Thread

import numpy as np
import pytest

from domain.errors import InvalidInput
from domain.risk.parameters import DEFAULT_PARAMETERS, Basis, SimulationParameters
from domain.risk.shocks import SEED, ShockCube, draw, shock_cube

D = Decimal


def test_the_same_seed_draws_the_same_cube_on_any_machine() -> None:
    cube = draw(DEFAULT_PARAMETERS, months=24, paths=500, seed=SEED)
    digest = sha256(b"".join(each.tobytes() for each in (cube.income, cube.living, cube.index)))
    assert digest.hexdigest() == (
        "4faea1e99927b6545b58c8a54cdd4afd51363cb4c52acf004bc8b4e87ec2c942"
    )


def test_another_seed_draws_another() -> None:
    cubes = [draw(DEFAULT_PARAMETERS, months=3, paths=50, seed=seed) for seed in (1, 2)]
    assert not np.array_equal(cubes[0].income, cubes[1].income)


def test_threads_that_ask_at_once_get_one_cube() -> None:
    got: list[ShockCube] = []
    threads = [Thread(target=lambda: got.append(shock_cube(DEFAULT_PARAMETERS))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 4
    assert all(each is got[0] for each in got)
    assert (got[0].months, got[0].paths) == (360, 10_000)


def test_nobody_can_change_it() -> None:
    with pytest.raises(ValueError, match="read-only"):
        shock_cube(DEFAULT_PARAMETERS).income[0, 0] = 1


def test_factors_are_never_negative_even_at_the_widest_swings() -> None:
    wild = SimulationParameters(income_swing=D("12.5"), living_swing=D("12.5"))
    cube = draw(wild, months=60, paths=5_000, seed=3)
    assert cube.income.min() >= 0
    assert cube.living.min() >= 0


def test_time_out_of_work_is_what_the_chances_imply() -> None:
    # Two states with chances a = 0.5 % and b = 1/4.8 a month: in the long run a / (a + b) are out.
    cube = shock_cube(DEFAULT_PARAMETERS)
    out = float((cube.income[120:] < 0.5).mean())
    expected = 0.005 / (0.005 + 1 / 4.8)
    # Spells make about 2 x 4.8 neighbouring months one draw: the error below is four such deviations.
    error = 4 * (expected * (1 - expected) * 9.6 / (240 * 10_000)) ** 0.5
    assert out == pytest.approx(expected, abs=error)


def test_benefits_end_after_their_months() -> None:
    lost = SimulationParameters(job_loss=D(100), out_of_work=D(600), income_swing=D(0))
    cube = draw(lost, months=8, paths=2_000, seed=5)
    assert (cube.income[0] == np.float32(0.4)).all()
    still_out = cube.income[7] == 0
    assert still_out.mean() == pytest.approx((1 - 1 / 600) ** 7, abs=0.01)
    assert ((cube.income[5] == np.float32(0.4)) | (cube.income[5] == 1)).all()


def test_swings_have_their_standard_deviation() -> None:
    calm = SimulationParameters(job_loss=D(0), extra_cost_chance=D(0))
    cube = draw(calm, months=60, paths=10_000, seed=7)
    draws = 600_000
    for factor, swing in ((cube.income, 0.05), (cube.living, 0.10)):
        assert float(factor.mean()) == pytest.approx(1, abs=4 * swing / draws**0.5)
        assert float(factor.std()) == pytest.approx(swing, rel=4 / (2 * draws) ** 0.5)


def test_the_index_spreads_with_the_root_of_time() -> None:
    cube = shock_cube(DEFAULT_PARAMETERS)
    for years in (1, 5, 20):
        spread = float(cube.index[2 * years - 1].std())
        assert spread == pytest.approx(1.2 * years**0.5, rel=4 / 20_000**0.5)


def test_every_parameter_is_shown_with_its_source() -> None:
    shown = {each.name: each for each in DEFAULT_PARAMETERS.assumptions}
    assert set(shown) == set(SimulationParameters.__dataclass_fields__)
    assert all(each.source and each.unit for each in shown.values())
    own = {each.name: each for each in SimulationParameters(job_loss=D(1)).assumptions}
    assert (own["job_loss"].basis, own["job_loss"].value) == (Basis.ASSUMED, D(1))
    assert own["job_loss"].source == "given by the caller"
    assert own["benefits"] == shown["benefits"]


@pytest.mark.parametrize(
    ("name", "bad"),
    [("job_loss", "101"), ("out_of_work", "0"), ("income_swing", "13"), ("benefits", "NaN")],
)
def test_impossible_parameters_are_refused(name: str, bad: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        SimulationParameters(**{name: D(bad)})
    assert caught.value.field == name
