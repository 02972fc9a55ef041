// What the page of a station asks; each document runs as it is against schema/schema.graphql.

export const OWN = `query Own { me { grants { current scopes { id label name } } } }`;

export const STATIONS = `query Stations($where: StationFilter, $after: String) {
  page: stations(where: $where, orderBy: NAME, first: 100, after: $after) {
    nodes { id name }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const STATION = `query Station($id: ID!, $weeks: [String!], $months: [String!]) {
  node(id: $id) { ... on Station { id name segments(first: 100) { nodes { id name } } } }
  plans(where: { week: { in: $weeks }, status: { eq: PUBLISHED } }, first: 100) { nodes { id week number subdistrict { id name } } }
  themes(where: { month: { in: $months } }, first: 10) { nodes { month name } }
}`;

export const SHIFTS = `query Shifts($where: ShiftFilter, $after: String) {
  page: shifts(where: $where, orderBy: START, first: 100, after: $after) {
    nodes {
      id week date startTime endTime min desired forTeams
      category { name }
      segment { name road { name } }
      station { name }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const ASSIGNMENTS = `query Assignments($where: AssignmentFilter, $after: String) {
  page: assignments(where: $where, orderBy: VOLUNTEER_PINYIN, first: 100, after: $after) {
    nodes {
      id status version answerNote
      shift { id }
      plan { id }
      team { name }
      volunteer { id name minor organizations(first: 3) { nodes { name } } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const SHORTFALLS = `query Shortfalls($where: ShortfallFilter, $after: String) {
  page: shortfalls(where: $where, first: 100, after: $after) {
    nodes { kind missing tag shift { id } plan { id } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const PHONES = `query Phones($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Volunteer { id phone } }
}`;

export const STAND_INS = `query StandIns($plan: ID!, $shift: ID!) {
  standIns(plan: $plan, shift: $shift, first: 8) {
    ... on StandIns { candidates { consequence volunteers { id name minor organizations(first: 3) { nodes { name } } } } }
    ... on Refusal { message faults { message } }
  }
}`;

export const RESPOND = `mutation Respond($input: RespondInput!) {
  respond(input: $input) {
    ... on RespondSuccess { assignment { id status version } }
    ... on Refusal { message faults { message } }
  }
}`;

export const PLAN_CHANGED = `subscription PlanChanged($plan: ID!) {
  planChanged(planId: $plan) { plan { id version } }
}`;
