// How one comes in and goes; each document runs as it is against schema/schema.graphql.

const COME_IN = `... on LogInSuccess { tokens { accessToken expiresAt refreshToken } } ... on Refusal { message faults { message } }`;

export const ABOUT = `query About { about { demo elsewhere } }`;

export const ME = `query Me { me { name role roleTerm grants { id roleTerm current scopes { name } } } }`;

export const LOG_IN = `mutation LogIn($input: LogInInput!) { logIn(input: $input) { ${COME_IN} } }`;

export const LOG_IN_WITH_CODE = `mutation LogInWithCode($input: LogInWithCodeInput!) { logInWithCode(input: $input) { ${COME_IN} } }`;

export const WELCOME = `mutation Welcome($input: WelcomeInput!) { welcome(input: $input) { ${COME_IN} } }`;

export const REFRESH = `mutation Refresh($input: RefreshInput!) { refresh(input: $input) { ${COME_IN} } }`;

export const ACT_AS = `mutation ActAs($input: ActAsInput!) { actAs(input: $input) { ${COME_IN} } }`;

export const LOG_OUT = `mutation LogOut { logOut { __typename } }`;
