"""Failed attempts are borne up to a limit in a sliding window, for a name and for an address."""

from __future__ import annotations

import pytest

from engine.accounts import AttemptLimits, Attempts
from engine.errors import TooManyAttempts


class Seconds:
    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def attempts(seconds: Seconds) -> Attempts:
    return Attempts(AttemptLimits(per_name=3, per_address=5, seconds=600), now=seconds)


def test_a_name_is_refused_after_its_limit_until_the_window_has_moved_on(attempts: Attempts, seconds: Seconds) -> None:
    for passed in (0, 100, 200):
        seconds.passed = passed
        attempts.begin("wang", "192.0.2.1")
    seconds.passed = 300
    with pytest.raises(TooManyAttempts, match=r"5 分钟后再试.*至多 3 次"):
        attempts.begin("wang", "192.0.2.2")
    attempts.begin("li", "192.0.2.2")
    seconds.passed = 601
    attempts.begin("wang", "192.0.2.2")
    with pytest.raises(TooManyAttempts, match="2 分钟"):
        attempts.begin("wang", "192.0.2.2")


def test_a_refusal_does_not_make_the_wait_longer(attempts: Attempts, seconds: Seconds) -> None:
    for _ in range(3):
        attempts.begin("wang", "")
    for seconds.passed in range(1, 600):
        with pytest.raises(TooManyAttempts):
            attempts.begin("wang", "")
    seconds.passed = 601
    attempts.begin("wang", "")


def test_an_address_is_refused_whatever_the_names(attempts: Attempts) -> None:
    for name in "abcde":
        attempts.begin(name, "192.0.2.1")
    with pytest.raises(TooManyAttempts):
        attempts.begin("f", "192.0.2.1")
    attempts.begin("f", "192.0.2.2")


def test_the_addresses_of_one_network_of_ipv6_are_one(attempts: Attempts) -> None:
    for number in range(5):
        attempts.begin(f"n{number}", f"2001:db8::{number}")
    with pytest.raises(TooManyAttempts):
        attempts.begin("f", "2001:db8::ffff")
    attempts.begin("f", "2001:db8:0:1::1")


def test_success_lets_the_name_start_anew_and_the_address_keep_its_failures(attempts: Attempts) -> None:
    for _ in range(2):
        attempts.begin("wang", "192.0.2.1")
    attempts.begin("wang", "192.0.2.1")
    attempts.succeed("wang", "192.0.2.1")
    for _ in range(3):
        attempts.begin("wang", "192.0.2.1")
    with pytest.raises(TooManyAttempts):
        attempts.begin("li", "192.0.2.1")


def test_many_who_log_in_well_from_one_address_are_not_refused(attempts: Attempts) -> None:
    for number in range(50):
        attempts.begin(f"n{number}", "192.0.2.1")
        attempts.succeed(f"n{number}", "192.0.2.1")
