// `npm run operator:add -- EMAIL [NAME]`: makes an operator of the platform, or sets one up anew. There is no default password.
import { boot } from './boot.mjs';
await boot();
const { addressGiven, withOperators } = await import('./lib/accounts.mjs');

const email = addressGiven('npm run operator:add -- somebody@example.com "Some Body"');
await withOperators(async (operators, api) => {
  const token = await operators.add(email, process.argv[3] ?? email);
  console.log(`${email} may be set up within an hour, once, with this token:

  ${token}

1. curl -X POST ${api}/operator/set-up -H 'content-type: application/json' -d '{"token":"..."}'
   answers the secret for an authenticator app.
2. curl -X POST ${api}/operator/set-up/finish -H 'content-type: application/json' \\
     -d '{"token":"...","password":"...","code":"123456"}'
   sets the password and answers the recovery codes.
3. Sign in at ${api.replace(/api$/, 'account/operator')}: the Temporal UI shows what runs carry from then on.`);
});
