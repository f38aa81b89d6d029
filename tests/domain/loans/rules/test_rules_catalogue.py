from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.errors import NotFound
from domain.loans.rules.catalogue import OutsideData, RuleVersion, catalogue, parse, rule
from domain.loans.rules.evaluate import TESTS, evaluate, evaluate_all
from domain.loans.rules.facts import Facts
from domain.loans.rules.result import Outcome

D = Decimal

HEAD = 'title = "T"\ncitation = "C"\ndated_by = "a day"\nchecked = 2026-01-01\n'
OPEN = '[[version]]\nfrom = 2020-01-01\nsource = "S"\nlimit = 3.5\n'
CLOSED = '[[version]]\nfrom = 2018-01-01\nto = 2019-12-31\nsource = "S"\nlimit = 3\n'


def test_every_version_says_where_it_is_written() -> None:
    assert len(catalogue()) == 21
    for each in catalogue().values():
        assert each.title
        assert each.citation
        assert each.dated_by
        for version in each.versions:
            assert version.source
            assert version.effective_from <= each.checked


def test_every_test_has_its_rule() -> None:
    assert set(TESTS) <= set(catalogue())


def test_the_catalogue_is_read_once() -> None:
    assert catalogue() is catalogue()


@pytest.mark.parametrize("identifier", list(catalogue()))
def test_a_version_applies_on_its_first_and_last_day_and_not_beyond(identifier: str) -> None:
    versions = rule(identifier).versions
    for version in versions:
        assert rule(identifier).on(version.effective_from) is version
        if version.effective_to is not None:
            assert rule(identifier).on(version.effective_to) is version
    day_before = versions[0].effective_from - timedelta(days=1)
    outside = rule(identifier).on(day_before)
    assert outside == OutsideData(
        identifier, day_before, versions[0].effective_from, versions[-1].effective_to
    )


def test_a_day_outside_the_data_is_never_answered_with_another_year() -> None:
    facts = Facts(on=date(2027, 1, 1), amount=D(300_000), apr=D(7), apor=D(6))
    result = evaluate("general-qm-price", facts)
    assert result.outcome is Outcome.UNKNOWN
    assert result.outside is not None
    assert (result.effective_from, result.source, result.threshold) == (None, None, None)
    assert "2027-01-01" in result.explanation


def test_each_rule_answers_with_nothing_known() -> None:
    results = evaluate_all(Facts(on=date(2026, 6, 1)))
    assert [each.rule for each in results] == list(TESTS)
    for each in results:
        assert each.outcome in {Outcome.UNKNOWN, Outcome.NOT_APPLICABLE}
        assert bool(each.missing) == (each.outcome is Outcome.UNKNOWN)


@pytest.mark.parametrize("identifier", ["no-such-rule", "fha-mip"])
def test_what_is_no_test_is_not_found(identifier: str) -> None:
    with pytest.raises(NotFound):
        evaluate(identifier, Facts(on=date(2026, 6, 1)))


def test_unknown_ids_are_not_found() -> None:
    with pytest.raises(NotFound):
        rule("no-such-rule")


def test_a_file_is_read_with_its_versions_in_order() -> None:
    parsed = parse("r", HEAD + CLOSED + OPEN)
    assert isinstance(version := parsed.on(date(2025, 1, 1)), RuleVersion)
    assert version.values.number("limit") == D("3.5")
    assert isinstance(parsed.on(date(2017, 12, 31)), OutsideData)


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        HEAD + OPEN + CLOSED,
        HEAD + OPEN.replace("2020", "2019") + OPEN,
        HEAD + CLOSED + OPEN.replace("2020", "2019"),
        HEAD + CLOSED.replace("2019-12-31", "2017-12-31"),
        HEAD.replace("title", "heading") + OPEN,
        HEAD.replace('"C"', '" "') + OPEN,
        HEAD.replace("2026-01-01", '"today"') + OPEN,
        HEAD + OPEN.replace("2020-01-01", "2020-01-01T00:00:00"),
        HEAD + 'version = "one"',
        "not = toml = at all",
    ],
)
def test_a_wrong_file_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"^r\.toml: "):
        parse("r", text)


@pytest.mark.parametrize("read", ["numbers", "text", "day", "table", "tables"])
def test_a_figure_of_the_wrong_kind_is_refused(read: str) -> None:
    version = parse("r", HEAD + OPEN).versions[0]
    with pytest.raises(ValueError, match="limit must be"):
        getattr(version.values, read)("limit")
    with pytest.raises(ValueError, match="other is missing"):
        getattr(version.values, read)("other")


def test_a_figure_must_be_a_number() -> None:
    values = parse("r", HEAD + OPEN + 'word = "3"\nflag = true\n').versions[0].values
    for key in ("word", "flag"):
        with pytest.raises(ValueError, match="must be a number"):
            values.number(key)
    assert values.flag("flag")
    assert not values.flag("none")
