// The reference client over server-sent events: prints each result of a planning job's progress. node sse.mjs URL JOB
import { createClient } from 'graphql-sse';
import { PROGRESS, printed } from './progress.mjs';

const [url, id] = process.argv.slice(2);
const client = createClient({ url, fetchFn: fetch, retryAttempts: 0 });
await printed(client, { query: PROGRESS, variables: { id } });
client.dispose();
