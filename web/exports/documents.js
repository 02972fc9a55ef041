// What the links to files and calendars ask and change; each document runs as it is against schema/schema.graphql.

export const STILL = `query Still { me { role } }`;

export const CALENDAR_LINK = `mutation CalendarLink($input: CalendarLinkInput!) {
  calendarLink(input: $input) {
    ... on CalendarLinkSuccess { path expiresAt }
    ... on Refusal { message faults { message } }
  }
}`;

export const REVOKE_CALENDAR_LINKS = `mutation RevokeCalendarLinks {
  revokeCalendarLinks {
    ... on RevokeCalendarLinksSuccess { count }
    ... on Refusal { message faults { message } }
  }
}`;
