// A small page as Relay's users write it: a connection that pages, a refetchable fragment, a mutation, a subscription.
export const page = graphql`
  query pageQuery($first: Int!, $after: String) {
    ...page_roads @arguments(first: $first, after: $after)
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
