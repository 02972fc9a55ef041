"""What each line contributes to a week (各条线贡献)."""

from __future__ import annotations

from typing import Annotated, Self

import strawberry

from engine import contributions
from schema.connection import DEFAULT_FIRST
from schema.edges import named_by
from schema.fields import computed
from schema.listed import First
from schema.refusals import AnyRefusal


@strawberry.type(description="People, assignments and hours that somebody gives (贡献).")
class Contribution:
    people: int = strawberry.field(description="How many people serve (人数).")
    assignments: int = strawberry.field(description="How many assignments they have (人次).")
    hours: float = strawberry.field(description="Hours of service as planned (计划服务小时).")

    @classmethod
    def of(cls, found: contributions.Contribution) -> Self:
        """The part as the schema shows it."""
        return cls(people=found.people, assignments=found.assignments, hours=found.minutes / 60)


@strawberry.type(description="What an organization's own members give (单位贡献).")
class OrganizationContribution:
    organization_key: strawberry.Private[str]

    whole: Contribution = strawberry.field(description="Its part (贡献).")

    organization = named_by("organization_key", "Organization", description="The organization (单位).")


@strawberry.type(description="What a line gives in a week (条线贡献).")
class LineContribution:
    line_key: strawberry.Private[str]
    parts: strawberry.Private[list[OrganizationContribution]]

    whole: Contribution | None = strawberry.field(
        description=f"Its part; null for another line with fewer than {contributions.FEWEST} people (贡献)."
    )
    share: float | None = strawberry.field(
        description="Its part of all assignments that the asker is told of, 0 to 1 (占比)."
    )

    line = named_by("line_key", "Line", description="The line (条线).")

    @computed("Those of its organizations that the asker answers for, the largest first (各单位).")
    def organizations(self, first: First = DEFAULT_FIRST) -> list[OrganizationContribution]:
        return self.parts[: max(0, first)]

    @classmethod
    def of(cls, found: contributions.LineContribution) -> Self:
        """The line's part as the schema shows it."""
        return cls(
            line_key=found.line,
            parts=[
                OrganizationContribution(organization_key=id, whole=Contribution.of(part))
                for id, part in found.organizations
            ],
            whole=Contribution.of(found.whole) if found.whole else None,
            share=found.share,
        )


@strawberry.type(description="What the lines give in a week (各条线贡献).")
class Contributions:
    lines: list[LineContribution] = strawberry.field(description="Line by line (各条线).")


ContributionsPayload = Annotated[
    Contributions | AnyRefusal,
    strawberry.union("ContributionsPayload", description="What the lines give, or why it is not told (贡献结果)."),
]
