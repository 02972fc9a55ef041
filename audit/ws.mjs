// The reference client over websockets: prints each result of a planning job's progress. node ws.mjs URL JOB; JIUJIN_TOKEN is who asks
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { PROGRESS, printed } from './progress.mjs';

const [url, id] = process.argv.slice(2);
const who = { authorization: `Bearer ${process.env.JIUJIN_TOKEN ?? ''}` };
const client = createClient({ url: url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: who });
await printed(client, { query: PROGRESS, variables: { id } });
await client.dispose();
