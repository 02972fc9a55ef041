// The reference client over websockets: prints each result of a planning job's progress. node ws.mjs URL JOB [TOKEN]
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { PROGRESS, printed } from './progress.mjs';

const [url, id, token] = process.argv.slice(2);
const headers = token ? { authorization: `Bearer ${token}` } : {};
const client = createClient({ url: url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: headers });
await printed(client, { query: PROGRESS, variables: { id } });
await client.dispose();
