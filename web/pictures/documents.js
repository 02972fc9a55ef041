// What the page of pictures asks besides the plan itself (web/plan/documents.js).

export const CONTRIBUTIONS = `query Contributions($week: String!) {
  contributions(week: $week) {
    ... on Contributions { lines { line { name } whole { assignments } } }
    ... on Refusal { message faults { message } }
  }
}`;
