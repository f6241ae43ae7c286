// `npm run walk`: does what a firm would, against a running product, and prints each step with its proof.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boot, root } from './boot.mjs';
await boot();

const { readRun } = await import('./lib/run-file.mjs');
const { sleep } = await import('./lib/processes.mjs');
const { daytimePlace } = await import('./lib/daytime-place.mjs');
const { NEW_LEAD_NURTURE } = await import('@rap/domain/automation/library/new-lead-nurture');
const { withTestDurations } = await import('@rap/domain/automation/definition/test-durations');
const { exportYaml } = await import('@rap/domain/automation/definition/yaml');

/** Its copy of the automation waits this long where the real one waits two days; nothing else differs. */
const WAIT_SECONDS = 12;
const PATIENCE_MS = 60_000;

/** by this name it knows what a walk before it has left behind */
const NAME = 'Walk: new lead nurture';

let steps = 0;
let cookie = '';
const data = process.env.DATA_DIR ?? join(root, '.data');
const run = readRun(join(data, 'run.json'));
if (!run?.ready) fail('Nothing runs. Start the product with `npm start`, then walk.');
const { addresses } = run;
const sandbox = new URL(addresses.sandboxMail).origin;
const demo = JSON.parse(readFileSync(addresses.demoSignIn, 'utf8'));

await signIn();
await stopFormer();
const automation = await publish();
const form = await ownForm();
const place = daytimePlace();
const [silent, replying, stopping] = await Promise.all([lead('Silent'), lead('Replying'), lead('Stopping')]);
await showLead(silent);
await killWorker([silent, replying, stopping]);
await replyByEmail(replying);
await sendStop(stopping);
await showSilentPath(silent);
await showReplied(replying);
await showRefused(stopping);
await showOnce([silent, replying, stopping]);
await stop(automation);
console.log(`\n${steps} steps passed, 0 failed`);

async function signIn() {
  const answer = await call('POST', '/api/sessions', { email: demo.email, password: demo.password });
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const me = await answer.json();
  proved('Signed in', `${me.displayName}, ${me.role}`);
}

/** A walk before this one may have been interrupted: its automation would greet our leads as well. */
async function stopFormer() {
  const { items } = await get('/api/automations?sort=newest&limit=200');
  for (const former of items)
    if (former.name === NAME && former.liveNumber !== null && !former.stopped) await stop(former);
}

async function publish() {
  const wait = { value: WAIT_SECONDS, unit: 'seconds' };
  const definition = withTestDurations(NEW_LEAD_NURTURE.definition, { answer: wait, 'second-answer': wait });
  const file = {
    format: 'retirement-advisor-pro/automation',
    version: 1,
    automation: { ...definition, name: NAME },
    templates: NEW_LEAD_NURTURE.templates,
  };
  const draft = await post('/api/automations/import', { yaml: exportYaml(file, 'automation.schema.json') });
  proved(
    'Imported the definition',
    `"${draft.name}", ${Object.keys(draft.definition.nodes).length} steps, ${draft.problems.length} problems`,
  );
  const live = await post(`/api/automations/${draft.id}/publish`, { version: draft.working.version });
  proved('Published it', `version ${live.liveNumber}, plan ${live.working.planHash.slice(0, 12)}`);
  return live;
}

/** A form and a source of its own: the firm's other automations take leads of their sources only. */
async function ownForm() {
  const like = await get(`/api/lead-forms/${demo.formUrl.split('/').at(-1)}`);
  const source = await post('/api/lead-sources', { name: `Walk ${Date.now().toString(36)}`, kind: 'form' });
  const { title, intro, buttonLabel, disclosure, asks, bookId, ownerId, consentEmail, consentSms } = like;
  const words = { title, intro, buttonLabel, disclosure, asks, bookId, ownerId, consentEmail, consentSms };
  const made = await post('/api/lead-forms', { ...words, sourceId: source.id });
  return new URL(`/f/${made.id}`, addresses.studio).href;
}

/** Submits the public form as a visitor who came by an advertisement. */
async function lead(lastName) {
  const tag = `${Date.now().toString(36)}${lastName.toLowerCase()}`;
  const email = `${tag}@example.com`;
  const page = await (
    await fetch(`${form}?utm_source=google&utm_medium=cpc&utm_campaign=walk&gclid=${tag}`)
  ).text();
  const hidden = (name) => decode(new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '');
  const fields = {
    firstName: 'Walk',
    lastName: tag,
    email,
    phone: place.number(),
    agreeSms: 'yes',
    submissionKey: hidden('submissionKey'),
    touch: hidden('touch'),
  };
  const submit = () => fetch(form, { method: 'POST', body: new URLSearchParams(fields) });
  const [first] = [await submit(), await submit()]; // a double click is one lead
  if (first.status !== 200) fail(`the form answered ${first.status}`);
  const person = await eventually(
    `the person ${tag}`,
    async () => (await get(`/api/people?name=${tag}`)).items[0],
  );
  if (place.timeZone)
    await patch(`/api/people/${person.id}`, { version: person.version, timeZone: place.timeZone });
  return { name: lastName, person, email, phone: person.phones[0].e164 };
}

async function showLead({ person, email }) {
  proved(
    'Public form submitted twice, with UTM parameters: one lead',
    `${person.lastName}, ${person.phones[0].e164} (${place.words})`,
  );
  const mail = await eventually('the welcome email', async () => (await mails(email))[0]);
  proved(
    'Welcome email, as the mail server received it',
    `"${mail.subject}" to ${email}, delivered ${mail.timesDelivered} time`,
  );
}

/** While the people stand in the middle of their way. */
async function killWorker(people) {
  for (const { name, person } of people) {
    await eventually(
      `${name} at the first wait`,
      async () => (await get(`/api/enrolments?personId=${person.id}`)).items[0]?.at === 'answer',
    );
  }
  const worker = readRun(join(data, 'run.json')).children.find(({ name }) => name === 'worker');
  process.kill(worker.pid, 'SIGKILL');
  await eventually('a new worker', async () => {
    const now = readRun(join(data, 'run.json')).children.find(({ name }) => name === 'worker');
    return now.pid !== worker.pid ? now : undefined;
  });
  proved(
    'Killed the worker in the middle',
    `process ${worker.pid} ended with SIGKILL; another one took over`,
  );
}

async function replyByEmail({ email }) {
  const mail = await eventually('their welcome email', async () => (await mails(email))[0]);
  await postTo(`${sandbox}/mail/api/messages/${mail.id}/reply`, { text: 'Yes, please call me on Tuesday.' });
}

async function sendStop({ phone }) {
  await postTo(`${sandbox}/twilio/api/inbound`, { from: phone, to: '+12165550100', body: 'STOP' });
}

async function showSilentPath(who) {
  const enrolment = await ended(who);
  const [text] = await texts(who.phone);
  if (!text) fail('the text did not arrive');
  proved('Booking text, as the phone received it', text.body.slice(0, 60) + ' ...');
  const { items: tasks } = await get(`/api/tasks?personId=${who.person.id}`);
  proved('Task for the advisor', `"${tasks[0].title}", made by ${tasks[0].madeBy.slice(0, 20)}...`);
  proved(
    'Receipts of every step',
    enrolment.steps.map(({ label, port }) => `${label} (${port})`).join(' > '),
  );
  proved(
    'The run in the Temporal UI',
    `${addresses.temporal}/namespaces/default/workflows/${encodeURIComponent(enrolment.workflowId)}`,
  );
}

async function showReplied(who) {
  const enrolment = await ended(who);
  if (enrolment.outcome !== 'answered') fail(`the one who replied ended as ${enrolment.outcome}`);
  if ((await texts(who.phone)).length > 0) fail('the one who replied got a text');
  proved('Answered by email: the "replied" branch, and no text', (await why(enrolment.id)).sentence);
}

async function showRefused(who) {
  const enrolment = await ended(who);
  const booked = (await texts(who.phone)).filter(({ body }) => body.includes('Choose a time'));
  if (booked.length > 0) fail('a text went out after STOP');
  proved(
    'Wrote STOP after the email: the next text does not go',
    (await why(enrolment.id, 'booking-text')).sentence,
  );
}

async function showOnce(people) {
  for (const { email, phone } of people) {
    const received = await mails(email);
    if (received.length !== 1 || received[0].timesDelivered !== 1)
      fail(`${email} got ${received.length} emails`);
    const outgoing = (await texts(phone)).filter(({ body }) => body.includes('Choose a time'));
    if (outgoing.length > 1) fail(`${phone} got ${outgoing.length} booking texts`);
  }
  proved('Nothing was lost or doubled', `${people.length} people, one welcome email each, no text twice`);
}

async function stop({ id }) {
  const { version } = await get(`/api/automations/${id}`);
  await post(`/api/automations/${id}/stop`, { version });
}

async function ended({ name, person }) {
  return eventually(`the end of the run of ${name}`, async () => {
    const { items } = await get(`/api/enrolments?personId=${person.id}`);
    if (items.length > 1) fail(`${name} is in ${items.length} automations`);
    return items[0]?.status === 'ended' ? items[0] : undefined;
  });
}

function why(id, step) {
  return get(`/api/enrolments/${id}/why${step ? `?step=${step}` : ''}`);
}
async function mails(to) {
  return (await (await fetch(`${sandbox}/mail/api/messages?to=${to}`)).json()).messages;
}
async function texts(number) {
  const answer = await fetch(`${sandbox}/twilio/api/messages?number=${encodeURIComponent(number)}`);
  return (await answer.json()).messages.filter(({ to }) => to === number);
}

async function call(method, path, body) {
  const answer = await fetch(new URL(path, addresses.home), {
    method,
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) fail(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}
async function get(path) {
  return (await call('GET', path)).json();
}
async function post(path, body) {
  return (await call('POST', path, body)).json();
}
async function patch(path, body) {
  return (await call('PATCH', path, body)).json();
}
async function postTo(url, body) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) fail(`${url} answered ${answer.status}: ${await answer.text()}`);
}

async function eventually(what, look) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(250)) {
    const found = await look();
    if (found) return found;
  }
  return fail(`${what} did not come within ${PATIENCE_MS / 1000} s`);
}

function proved(what, proof) {
  steps += 1;
  console.log(`${String(steps).padStart(2)}. ${what}\n    ${proof}`);
}

function decode(text) {
  return text.replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)));
}

function fail(message) {
  console.error(`\nThe walk failed: ${message}\n${steps} steps passed, 1 failed`);
  process.exit(1);
}
