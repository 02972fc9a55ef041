// What the page of a volunteer asks; each document runs as it is against schema/schema.graphql.

export const MINE = `query Mine($weeks: [String!]) {
  volunteers(first: 1) { nodes { id } }
  plans(where: { week: { in: $weeks }, status: { eq: PUBLISHED } }, first: 100) { nodes { id week number subdistrict { id } } }
  assignments(where: { plan: { week: { in: $weeks }, status: { eq: PUBLISHED } }, status: { in: [OFFERED, ACCEPTED, DECLINED] } }, orderBy: SHIFT_START, first: 100) {
    nodes {
      id status version metres reason answerNote
      plan { id }
      team { name }
      shift { week date weekday startTime endTime category { name } segment { name } station { name } }
    }
  }
}`;
