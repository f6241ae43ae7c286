// The API, as the product composes it, with boundaries around its transactions.
import { DataSource } from 'typeorm';
import { createApp } from '@rap/api/create-app';
import { readSettings } from '@rap/api/settings';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { boundariesAround, boundariesBeforeCommit } from './boundary.ts';

const settings = readSettings();
const app = await createApp(settings);
boundariesAround(app.get(TenantDb), ({ actor, correlationId }) => (answer) => {
  // the transaction before it reads the form and counts; this one answers nothing
  if (actor.startsWith('public:')) return answer === undefined ? 'form' : undefined;
  // an inbound text comes from the master, which gives it an id; reports on texts come from the stand-in
  if (actor === 'system:twilio') return correlationId.startsWith('text-') ? 'text' : 'status';
  return undefined;
});
boundariesBeforeCommit(app.get(DataSource));
await app.listen(settings.PORT, '127.0.0.1');
