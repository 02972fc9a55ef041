// What the page of pictures asks: of shifts and people no more than it counts.

export const SHIFTS = `query PicturesShifts($where: ShiftFilter, $after: String) {
  page: shifts(where: $where, orderBy: START, first: 100, after: $after) {
    nodes { id start weekday startTime endTime desired forTeams }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const ASSIGNMENTS = `query PicturesAssignments($where: AssignmentFilter, $after: String) {
  page: assignments(where: $where, first: 100, after: $after) {
    nodes { metres shift { id } volunteer { id } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const CONTRIBUTIONS = `query Contributions($week: String!) {
  contributions(week: $week) {
    ... on Contributions { lines { line { name } whole { assignments } } }
    ... on Refusal { message faults { message } }
  }
}`;
