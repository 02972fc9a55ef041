// What making a plan asks; each document runs as it is against schema/schema.graphql.

const REFUSED = `... on Refusal { code message faults { message field row expected value } }`;
const COST = `belowMinimum needsUnmet belowDesired inconvenience`;
const JOB = `id week status startedAt message plan { id } subdistrict { id name }`;
const SHIFT = `id start weekday startTime endTime segment { name } station { name } road { name } category { name }`;

export const RUNNING = `query MakingRunning {
  planJobs(where: { status: { in: [RUNNING] } }, orderBy: STARTED_AT_DESC, first: 20) { nodes { ${JOB} } }
}`;

export const GENERATE = `mutation MakingGenerate($input: GeneratePlanInput!) {
  generatePlan(input: $input) { __typename ... on GeneratePlanSuccess { job { ${JOB} } } ${REFUSED} }
}`;

export const STOP = `mutation MakingStop($input: StopPlanInput!) {
  stopPlan(input: $input) { __typename ... on StopPlanSuccess { job { ${JOB} } } ${REFUSED} }
}`;

export const PROGRESS = `subscription MakingProgress($job: ID!) {
  planProgress(jobId: $job) { stage seconds cost { ${COST} } bound { ${COST} } job { ${JOB} } }
}`;

export const CONTRIBUTIONS = `query MakingContributions($week: String!) {
  contributions(week: $week) {
    __typename
    ... on Contributions { lines { line { id name part tolerance } whole { people assignments hours } } }
    ${REFUSED}
  }
}`;

export const SERVED = `query MakingServed($where: AssignmentFilter) {
  assignmentsAggregate(where: $where) { count }
}`;

export const DEMAND = `query MakingDemand($where: ShiftFilter, $after: String) {
  page: shifts(where: $where, orderBy: START, first: 100, after: $after) {
    nodes { ${SHIFT} min desired max priority forTeams byHand version template { id name min desired max priority } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const THEMES = `query MakingThemes($months: [String!]) {
  themes(where: { month: { in: $months } }, orderBy: MONTH, first: 10) { nodes { id name month categories(first: 20) { nodes { name } } } }
}`;

export const COMPARE = `query MakingCompare($a: ID!, $b: ID!) {
  comparePlans(a: $a, b: $b) {
    __typename
    ... on PlanComparison {
      kept touched
      costBefore { ${COST} }
      costAfter { ${COST} }
      added { volunteer { id name } shift { ${SHIFT} } }
      removed { volunteer { id name } shift { ${SHIFT} } }
    }
    ${REFUSED}
  }
}`;

export const WHO = `query MakingWho($where: VolunteerFilter) {
  volunteers(where: $where, orderBy: PINYIN, first: 8) {
    totalCount
    nodes { id name organizations(first: 1) { nodes { name } } }
  }
}`;

export const HIS_SHIFTS = `query MakingHisShifts($where: AssignmentFilter) {
  assignments(where: $where, orderBy: SHIFT_START, first: 30) { nodes { shift { ${SHIFT} } } }
}`;

export const REPAIR = `mutation MakingRepair($input: RepairPlanInput!) {
  repairPlan(input: $input) {
    __typename
    ... on RepairPlanSuccess {
      plan { id number cover meanMetres }
      touched { volunteer { id name } sentence loses { shift { id } } gains { shift { id } } }
    }
    ${REFUSED}
  }
}`;

export const PUBLISH = `mutation MakingPublish($input: PublishPlanInput!) {
  publishPlan(input: $input) { __typename ... on PublishPlanSuccess { plan { id number status } } ${REFUSED} }
}`;

export const REVISION = `query MakingRevision($id: ID!) {
  node(id: $id) { ... on Plan { id version status number } }
}`;

export const SET_DEMAND = `mutation MakingSetDemand($input: SetDemandInput!) {
  setDemand(input: $input) { __typename ${REFUSED} }
}`;

export const STATION_NAMES = `query MakingStationNames($week: String, $where: StationFilter, $after: String) {
  page: stations(where: $where, orderBy: NAME, first: 100, after: $after) { nodes { id name shifts(where: { week: { eq: $week } }, first: 1) { nodes { id } } } pageInfo { hasNextPage endCursor } }
}`;

export const LINES = `query MakingLines {
  lines(first: 20) { nodes { id name } }
}`;

export const WHAT_IF = `query MakingWhatIf($plan: ID!, $cases: [WhatIfCase!]!, $seconds: Float!) {
  whatIf(planId: $plan, cases: $cases, seconds: $seconds) {
    name proved assigned cover meanMetres touched change notes cost { ${COST} }
  }
}`;
