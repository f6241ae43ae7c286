import { Button, Switch } from '@mantine/core';
import { IconCheck, IconInfoCircle, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { refusalOf } from '../../api/refusal.ts';
import { GreyRows } from '../../parts/rows.tsx';
import { Worded } from '../../parts/worded.tsx';
import { dayOf, timeOf } from '../../parts/when.ts';
import { useMay } from '../../session/session.ts';
import { select, useEditor } from '../editor/editor.ts';
import { deliveriesQuery, whyQuery, type Enrolment, type Receipt } from './run-queries.ts';
import panel from '../panel/panel.module.css';
import classes from './watching.module.css';

/** The answer in one sentence, what happened step by step, and what was checked before a message left. */
export function RunPanel({
  run,
  receipts,
  name,
}: {
  readonly run: Enrolment;
  readonly receipts: readonly Receipt[];
  readonly name: string;
}): React.JSX.Element {
  const selected = useEditor((state) => state.selected);
  const label = useEditor((state) => (selected ? state.definition?.nodes[selected]?.label : undefined));
  const maySee = useMay('person.read');
  const step = label === undefined ? undefined : selected;
  const why = useQuery({ ...whyQuery(run.id, step), enabled: maySee });
  const [full, setFull] = useState(false);
  return (
    <aside className={panel.panel} aria-label="Why">
      <div className={panel.head}>
        <div>
          <h2>{label === undefined ? `Where does ${name} stand, and why?` : `What about "${label}"?`}</h2>
          {label !== undefined && (
            <Button variant="subtle" size="compact-xs" px={0} onClick={() => select(undefined)}>
              Back to where they stand
            </Button>
          )}
        </div>
      </div>
      {maySee && (
        <div className={classes.answer} role="status">
          <IconInfoCircle size={18} stroke={1.6} aria-hidden="true" />
          <span>
            {why.error ? (
              refusalOf(why.error).message
            ) : (
              <Worded text={why.data?.sentence ?? 'Looking it up'} />
            )}
          </span>
        </div>
      )}
      <ol className={classes.log} aria-label="What happened">
        {receipts.map((receipt) => (
          <LogLine
            key={receipt.n}
            receipt={receipt}
            chosen={receipt.step === step}
            full={full || receipt.step === step}
          />
        ))}
        {run.status !== 'ended' && (
          <li data-now="">
            <time>{run.wakeAt ? dayOf(new Date(run.wakeAt)) : 'Now'}</time>
            <b>{run.atLabel}</b>
            <span>{run.status === 'attention' ? 'Held until somebody has looked' : 'Here now'}</span>
          </li>
        )}
      </ol>
      {maySee && <Checks run={run} receipts={receipts} step={step} />}
      <div className={panel.foot}>
        <Switch
          size="xs"
          label="Full record"
          checked={full}
          onChange={({ currentTarget }) => setFull(currentTarget.checked)}
        />
      </div>
    </aside>
  );
}

function LogLine({
  receipt,
  chosen,
  full,
}: {
  readonly receipt: Receipt;
  readonly chosen: boolean;
  readonly full: boolean;
}): React.JSX.Element {
  const at = new Date(receipt.at);
  return (
    <li data-chosen={chosen ? '' : undefined}>
      <time dateTime={receipt.at}>
        {dayOf(at)}
        <br />
        {timeOf(at)}
      </time>
      <button type="button" onClick={() => select(receipt.step === 'END' ? undefined : receipt.step)}>
        <b>{receipt.label}</b>
      </button>
      <span>
        <Worded text={receipt.words} />
      </span>
      {full && receipt.facts.length > 0 && (
        <dl>
          {receipt.facts.map((fact) => (
            <div key={fact.label}>
              <dt>{fact.label}</dt>
              <dd>{fact.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {full && receipt.effectKey && <code>{receipt.effectKey}</code>}
    </li>
  );
}

/** What the gate looked at before the message of a step left, or did not. */
function Checks({
  run,
  receipts,
  step,
}: {
  readonly run: Enrolment;
  readonly receipts: readonly Receipt[];
  readonly step: string | undefined;
}): React.JSX.Element | null {
  const sends = receipts.filter(({ effectKey, step: at }) => at === step && effectKey !== null);
  const deliveries = useQuery({ ...deliveriesQuery(run.personId), enabled: sends.length > 0 });
  if (sends.length === 0) return null;
  // a receipt names its deed within the run, a message in the firm
  const keys = new Set(sends.map(({ effectKey }) => `${run.workflowId}:${effectKey ?? ''}`));
  const found = deliveries.data?.items.find(({ effectKey }) => keys.has(effectKey));
  if (deliveries.isPending) return <GreyRows count={2} />;
  if (!found) return null;
  return (
    <section className={classes.checks} aria-label="Checked before sending">
      <h3>Checked before sending</h3>
      <ul>
        {found.checks.map(({ check, passed, words }) => (
          <li key={check}>
            {passed ? (
              <IconCheck size={16} color="var(--rap-ok)" aria-label="Passed:" />
            ) : (
              <IconX size={16} color="var(--rap-danger)" aria-label="Not passed:" />
            )}
            {words}
          </li>
        ))}
      </ul>
    </section>
  );
}
