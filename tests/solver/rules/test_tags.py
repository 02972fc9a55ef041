"""`tags`: everyone has all of `all_have` and none of `none_have`."""


def lift(street, **facts):
    return street.problem([street.person("ann", tags=("adult", "leader"))], [street.shift("early", **facts)])


def test_tags_is_broken_by_a_missing_and_by_an_unwanted_tag(street):
    problem = lift(street, all_have=("adult", "first_aid"), none_have=("leader",))
    report = street.report(problem, ("ann", "early"))
    assert [v.message for v in report.violations] == ["标签不合要求：ann 在班次 early：缺少 first_aid、不应有 leader"]


def test_tags_holds_when_all_are_there_and_none_is_unwanted(street):
    assert street.broken(lift(street, all_have=("adult", "leader"), none_have=("minor",)), ("ann", "early")) == []


def test_a_pin_may_not_break_tags(street):
    ann = street.person("ann")
    problem = street.problem([ann], [street.shift("early", all_have=("leader",))], pins=(("ann", "early"),))
    assert street.broken(problem, ("ann", "early")) == ["tags"]
    assert street.broken(problem, left_out=[("ann", "early", "tags")]) == []
