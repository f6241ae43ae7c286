// `npm run firm:add -- EMAIL`: a link by which somebody founds their firm, good once and for seven days. There is no default password.
import { boot } from './boot.mjs';
await boot();
const { addressGiven, withIdentities } = await import('./lib/accounts.mjs');

const MINUTES = 7 * 24 * 60;

const email = addressGiven('npm run firm:add -- owner@example.com');
await withIdentities(async ({ directory, tickets }, origin) => {
  const identityId = (await directory.identityOf(email)) ?? (await directory.addIdentity(email));
  const ticket = await tickets.issue(identityId, 'firm_set_up', MINUTES);
  // behind the #: no server and no log on the way gets to see it
  const link = `${origin}/welcome#${new URLSearchParams({ email, ticket })}`;
  console.log(`${email} founds a firm within seven days, once, by this link:

  ${link}
`);
});
