// The reference client over server-sent events: prints each result of a planning job's progress. node sse.mjs URL JOB [TOKEN]
import { createClient } from 'graphql-sse';
import { PROGRESS, printed } from './progress.mjs';

const [url, id, token] = process.argv.slice(2);
const headers = token ? { authorization: `Bearer ${token}` } : {};
const client = createClient({ url, fetchFn: fetch, retryAttempts: 0, headers });
await printed(client, { query: PROGRESS, variables: { id } });
client.dispose();
