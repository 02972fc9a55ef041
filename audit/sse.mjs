// The reference client over server-sent events: prints each result of a planning job's progress. node sse.mjs URL JOB; JIUJIN_TOKEN is who asks
import { createClient } from 'graphql-sse';
import { PROGRESS, printed } from './progress.mjs';

const [url, id] = process.argv.slice(2);
const who = { authorization: `Bearer ${process.env.JIUJIN_TOKEN ?? ''}` };
const client = createClient({ url, fetchFn: fetch, retryAttempts: 0, headers: who });
await printed(client, { query: PROGRESS, variables: { id } });
client.dispose();
