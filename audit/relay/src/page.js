// A small page as Relay's users write it: connections that page on and back, a refetchable fragment, a mutation, a subscription.
export const page = graphql`
  query pageQuery($first: Int!, $after: String) {
    ...page_roads @arguments(first: $first, after: $after)
    ...page_audits
  }
`;

export const roads = graphql`
  fragment page_roads on Query
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" })
  @refetchable(queryName: "pageRoadsQuery") {
    roads(first: $first, after: $after) @connection(key: "page_roads") {
      edges {
        node {
          id
          name
          ...page_road
        }
      }
    }
  }
`;

export const road = graphql`
  fragment page_road on Road @refetchable(queryName: "pageRoadQuery") {
    kind
    subdistrict {
      name
    }
  }
`;

export const audits = graphql`
  fragment page_audits on Query
  @argumentDefinitions(
    first: { type: "Int" }
    after: { type: "String" }
    last: { type: "Int", defaultValue: 20 }
    before: { type: "String" }
  )
  @refetchable(queryName: "pageAuditsQuery") {
    audits(first: $first, after: $after, last: $last, before: $before) @connection(key: "page_audits") {
      edges {
        node {
          id
          action
        }
      }
    }
  }
`;

export const publish = graphql`
  mutation pagePublishMutation($input: PublishPlanInput!) {
    publishPlan(input: $input) {
      ... on PublishPlanSuccess {
        plan {
          id
          status
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`;

export const progress = graphql`
  subscription pageProgressSubscription($job: ID!) {
    planProgress(jobId: $job) {
      stage
      job {
        id
        status
      }
    }
  }
`;
