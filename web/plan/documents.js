// What the page of a plan asks; each document runs as it is against schema/schema.graphql.

export const START = `query Start {
  subdistricts(first: 1) { nodes { id } }
}`;

export const PLANS = `query Plans($after: String) {
  page: plans(orderBy: CREATED_AT_DESC, first: 100, after: $after) {
    nodes {
      id week number status createdAt origin proof assigned seats cover meanMetres longest metres notes
      subdistrict { id name }
      cost { belowMinimum needsUnmet belowDesired inconvenience }
      bound { belowMinimum needsUnmet belowDesired inconvenience }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const SHIFTS = `query Shifts($where: ShiftFilter, $after: String) {
  page: shifts(where: $where, orderBy: START, first: 100, after: $after) {
    nodes {
      id start weekday startTime endTime min desired forTeams
      category { name }
      segment { id name road { id name kind } }
      road { id name kind }
      station { id name }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const SEATS = `query Seats($where: AssignmentFilter, $after: String) {
  page: assignments(where: $where, first: 100, after: $after) {
    nodes { shift { id } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const ASSIGNMENTS = `query Assignments($where: AssignmentFilter, $after: String) {
  page: assignments(where: $where, first: 100, after: $after) {
    nodes {
      status pinned metres reason alternative
      shift { id }
      volunteer { id name }
      nextPerson { name }
      team { name }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const SHORTFALLS = `query Shortfalls($where: ShortfallFilter, $after: String) {
  page: shortfalls(where: $where, first: 100, after: $after) {
    nodes { kind missing tag why shift { id } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const SEGMENTS = `query Segments($after: String) {
  page: segments(first: 100, after: $after) {
    nodes { id name line road { id name kind } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const STATIONS = `query Stations($after: String) {
  page: stations(first: 100, after: $after) {
    nodes { id name lat lon }
    pageInfo { hasNextPage endCursor }
  }
}`;
