// A real OpenID provider on the loopback for the tests: node provider.js PORT REDIRECT_URI, the client's secret in SECRET.
// Anybody may log in by any name; the name is the subject.
import { Provider } from 'oidc-provider';

const [port, redirect] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: 'jiujin', client_secret: process.env.SECRET, redirect_uris: [redirect] }],
  pkce: { required: () => true },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
});
provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));
