// `npm run operator:remove -- EMAIL`: takes the right away and ends the sessions; the account stays.
import { boot } from './boot.mjs';
await boot();
const { addressGiven, withOperators } = await import('./lib/accounts.mjs');

const email = addressGiven('npm run operator:remove -- somebody@example.com');
await withOperators(async (operators) => {
  const removed = await operators.remove(email);
  console.log(removed ? `${email} is no operator any more` : `${email} is no operator`);
  if (!removed) process.exitCode = 1;
});
