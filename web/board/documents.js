// What the board asks and changes; each document runs as it is against schema/schema.graphql.

const PLAN = `id week number status createdAt origin proof assigned seats cover meanMetres longest metres notes version
      subdistrict { id name }
      cost { belowMinimum needsUnmet belowDesired inconvenience }
      bound { belowMinimum needsUnmet belowDesired inconvenience }`;

const EDIT = `number at by kind undone sentence shift { id } otherShift { id }`;

const REFUSED = `... on Refusal { code message faults { message } }`;

export const PLANS = `query BoardPlans($after: String) {
  page: plans(orderBy: CREATED_AT_DESC, first: 100, after: $after) {
    nodes { ${PLAN} }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const SUBDISTRICTS = `query BoardSubdistricts($after: String) {
  page: subdistricts(first: 100, after: $after) {
    nodes { id name }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const SHIFTS = `query BoardShifts($where: ShiftFilter, $after: String) {
  page: shifts(where: $where, orderBy: START, first: 100, after: $after) {
    nodes {
      id start end date weekday startTime endTime min desired max version forTeams allHave noneHave someHave
      category { name }
      segment { id name road { id name kind } }
      road { id name kind }
      station { id name }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const ASSIGNMENTS = `query BoardAssignments($where: AssignmentFilter, $after: String) {
  page: assignments(where: $where, first: 100, after: $after) {
    nodes {
      id version status pinned
      shift { id }
      volunteer { id name }
      team { name }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const SHORTFALLS = `query BoardShortfalls($where: ShortfallFilter, $after: String) {
  page: shortfalls(where: $where, first: 100, after: $after) {
    nodes { kind missing tag why shift { id } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const SEGMENTS = `query BoardSegments($after: String) {
  page: segments(first: 100, after: $after) {
    nodes { id name line road { id name kind } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const STATIONS = `query BoardStations($after: String) {
  page: stations(first: 100, after: $after) {
    nodes { id name kind lat lon }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const SEAT = `query BoardSeat($id: ID!) {
  node(id: $id) {
    ... on Assignment {
      id version status pinned metres walkFrom reason
      team { name }
      volunteer {
        id name minor skills maxWeek load
        station { id name lat lon }
        organizations(first: 3) { nodes { name } }
      }
    }
  }
}`;

export const WALK = `query BoardWalk($id: ID!) {
  node(id: $id) { ... on Assignment { metres walkFrom volunteer { name station { name lat lon } } } }
}`;

export const WAY = `query BoardWay($id: ID!) {
  walk(assignment: $id) { ... on Walk { start metres line } ... on Refusal { message } }
}`;

const NEXT = `change { belowMinimum needsUnmet belowDesired inconvenience } volunteer { id name } shift { id }`;

export const WHY_HERE = `query BoardWhyHere($plan: ID!, $shift: ID!, $volunteer: ID!) {
  whyHere(plan: $plan, shift: $shift, volunteer: $volunteer) {
    ... on WhyHere {
      claim served prefers load pinned team
      nextPlace { ${NEXT} }
      nextPerson { ${NEXT} }
    }
    ${REFUSED}
  }
}`;

export const WHY_EMPTY = `query BoardWhyEmpty($plan: ID!, $shift: ID!) {
  whyEmpty(plan: $plan, shift: $shift) {
    ... on WhyEmpty {
      asked missing leftCount
      steps { reason people }
      relaxations { sentence fills }
      stillFree(first: 8) { instead volunteer { id name } }
    }
    ${REFUSED}
  }
}`;

export const STAND_INS = `query BoardStandIns($plan: ID!, $shift: ID!, $absent: ID) {
  standIns(plan: $plan, shift: $shift, first: 8, insteadOf: $absent) {
    ... on StandIns {
      candidates {
        metres consequence
        volunteers(first: 5) { id name }
        leaves { id }
      }
    }
    ${REFUSED}
  }
}`;

export const EDITS = `query BoardEdits($id: ID!) {
  node(id: $id) { ... on Plan { ${PLAN} edits(first: 50) { ${EDIT} } } }
}`;

export const MOVE = `mutation BoardMove($input: MoveAssignmentInput!) {
  moveAssignment(input: $input) { ... on MoveAssignmentSuccess { plan { ${PLAN} } } ${REFUSED} }
}`;

export const ADD = `mutation BoardAdd($input: AddAssignmentInput!) {
  addAssignment(input: $input) { ... on AddAssignmentSuccess { plan { ${PLAN} } } ${REFUSED} }
}`;

export const REMOVE = `mutation BoardRemove($input: RemoveAssignmentInput!) {
  removeAssignment(input: $input) { ... on RemoveAssignmentSuccess { plan { ${PLAN} } } ${REFUSED} }
}`;

export const PIN = `mutation BoardPin($input: PinAssignmentInput!) {
  pinAssignment(input: $input) { ... on PinAssignmentSuccess { plan { ${PLAN} } } ${REFUSED} }
}`;

export const UNDO = `mutation BoardUndo($input: UndoEditInput!) {
  undoEdit(input: $input) { ... on UndoEditSuccess { plan { ${PLAN} } } ${REFUSED} }
}`;

export const CHANGED = `subscription BoardChanged($planId: ID!) {
  planChanged(planId: $planId) { plan { id version } newestEdit { ${EDIT} } }
}`;

export const OTHER_PLACES = `query BoardOtherPlaces($plan: ID!, $shift: ID!, $volunteer: ID!) {
  otherPlaces(plan: $plan, shift: $shift, volunteer: $volunteer) {
    ... on OtherPlaces { places { shiftId sentence } }
    ${REFUSED}
  }
}`;
