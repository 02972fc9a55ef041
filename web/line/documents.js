// What the page of a department asks; each document runs as it is against schema/schema.graphql.

export const OWN = `query Own { me { grants { current scopes { id label name } } } }`;

export const LINES = `query Lines($ids: [ID!]!) {
  organizations(where: { id: { in: $ids } }, first: 20) { nodes { id name lines(first: 5) { nodes { id name } } } }
}`;

export const PLANS = `query Plans($weeks: [String!]) {
  plans(where: { week: { in: $weeks }, status: { eq: PUBLISHED } }, first: 100) { nodes { id week number subdistrict { id name } } }
}`;

export const CONTRIBUTION = `query Contribution($weeks: [String!]!) {
  ownContribution(weeks: $weeks) {
    ... on OwnContribution {
      seats carried
      whole { people assignments hours }
      organizations(first: 1000) { organization { id name } whole { people assignments hours } }
    }
    ... on Refusal { message }
  }
}`;

export const PLACES = `query Places($weeks: [String!]!) {
  ownContribution(weeks: $weeks) {
    ... on OwnContribution { places(first: 4000) { segment { id name } station { id name } whole { people assignments hours } } }
    ... on Refusal { message }
  }
}`;

export const SERVING = `query Serving($where: AssignmentFilter, $orderBy: AssignmentOrder, $after: String) {
  assignments(where: $where, orderBy: $orderBy, first: 50, after: $after) {
    totalCount
    nodes {
      id status
      volunteer { id name organizations(first: 5) { nodes { name } } }
      shift { id date weekday startTime endTime category { name } segment { id name } station { id name } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const NEVER_ASKED = `query NeverAsked($where: VolunteerFilter, $after: String) {
  volunteers(where: $where, orderBy: PINYIN, first: 50, after: $after) {
    totalCount
    nodes { id name organizations(first: 5) { nodes { name } } station { name } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const MEMBERS = `query Members($never: VolunteerFilter) {
  members: volunteersAggregate { count }
  never: volunteersAggregate(where: $never) { count }
}`;

export const IMPORT_ROSTER = `mutation ImportRoster($input: ImportRosterInput!) {
  importRoster(input: $input) {
    ... on ImportRosterSuccess {
      rows added changed unchanged membershipsAdded
      rejected { ...Wrong }
      warnings { ...Wrong }
    }
    ... on Refusal { code message faults { ...Wrong } }
  }
}
fragment Wrong on Fault { row field message expected value }`;
