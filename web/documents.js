// What the page asks; each document runs as it is against schema/schema.graphql.

const COME_IN = `... on LogInSuccess { tokens { accessToken expiresAt refreshToken } } ... on Refusal { message faults { message } }`;

export const ABOUT = `query About { about { demo elsewhere } }`;

export const ME = `query Me { me { name role roleTerm grants { id roleTerm current scopes { name } } } }`;

export const LOG_IN = `mutation LogIn($input: LogInInput!) { logIn(input: $input) { ${COME_IN} } }`;

export const LOG_IN_WITH_CODE = `mutation LogInWithCode($input: LogInWithCodeInput!) { logInWithCode(input: $input) { ${COME_IN} } }`;

export const WELCOME = `mutation Welcome($input: WelcomeInput!) { welcome(input: $input) { ${COME_IN} } }`;

export const REFRESH = `mutation Refresh($input: RefreshInput!) { refresh(input: $input) { ${COME_IN} } }`;

export const ACT_AS = `mutation ActAs($input: ActAsInput!) { actAs(input: $input) { ${COME_IN} } }`;

export const LOG_OUT = `mutation LogOut { logOut { __typename } }`;

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
      segment { id name road { id name roadClass } }
      road { id name roadClass }
      station { id name }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const ASSIGNMENTS = `query Assignments($where: AssignmentFilter, $after: String) {
  page: assignments(where: $where, orderBy: VOLUNTEER_PINYIN, first: 100, after: $after) {
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
    nodes { id name line road { name roadClass } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const STATIONS = `query Stations($after: String) {
  page: stations(first: 100, after: $after) {
    nodes { id name lat lon }
    pageInfo { hasNextPage endCursor }
  }
}`;
