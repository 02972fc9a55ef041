"""Whatever the rules are: each has tests, a sentence for people, and a line in the tuple."""

import ast
from pathlib import Path

import pytest

from solver.rules import RULES


def names_of_tests() -> list[str]:
    """The names of all test functions of this folder."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.glob("test_*.py"))
    return [node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_a_test_that_breaks_it_and_one_that_keeps_it(rule):
    names = names_of_tests()
    assert any(name.startswith(f"test_{rule.name}_is_broken_") for name in names)
    assert any(name.startswith(f"test_{rule.name}_holds_") for name in names)


def test_names_and_titles_are_unique_and_titles_are_chinese():
    assert len({rule.name for rule in RULES}) == len(RULES) == len({rule.title for rule in RULES})
    assert all("\u4e00" <= letter <= "\u9fff" for rule in RULES for letter in rule.title)


def test_the_rules_are_those_of_the_definition():
    rules = "free no_overlap rest gap week_cap day_cap minutes_cap tags minor walk_limit max together teams pin ban"
    assert [rule.name for rule in RULES] == rules.split()
