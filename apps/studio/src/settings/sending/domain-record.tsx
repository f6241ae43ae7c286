import { Button, CopyButton } from '@mantine/core';
import type { DomainCheck } from '@rap/contracts/api-client';
import { Status, type Tone } from '../../parts/status.tsx';
import classes from './domain.module.css';

type OneRecord = DomainCheck['records'][number];

const NAMES: Readonly<Record<OneRecord['kind'], { short: string; long: string }>> = {
  spf: { short: 'SPF', long: 'which servers may send' },
  dkim: { short: 'DKIM', long: 'the signature of each message' },
  dmarc: { short: 'DMARC', long: 'what happens to forged mail' },
};
/** How a record, or all of them, stands. */
export const STANDS: Readonly<Record<OneRecord['tone'], { tone: Tone; said: string }>> = {
  ok: { tone: 'ok', said: 'Right' },
  hint: { tone: 'info', said: 'Works, can be better' },
  unknown: { tone: 'neutral', said: 'Not known' },
  fault: { tone: 'danger', said: 'Needs mending' },
};

/** One record: how it stands in words, what stands there, and what to put there. */
export function DomainRecord({ record }: { readonly record: OneRecord }): React.JSX.Element {
  const { short, long } = NAMES[record.kind];
  const { tone, said } = STANDS[record.tone];
  return (
    <section className={classes.record} aria-label={`${short} of ${record.host}`}>
      <div className={classes.head}>
        <h3>
          {short} <span>{long}</span>
        </h3>
        <Status tone={tone}>{said}</Status>
      </div>
      <ul className={classes.words}>
        {record.findings.map(({ code, words }, at) => (
          <li key={`${code}:${at}`}>{words}</li>
        ))}
      </ul>
      <dl className={classes.values}>
        <Value
          label={record.expected ? 'Name of the TXT record' : 'Name'}
          text={record.host}
          copies={record.expected !== null}
        />
        {record.found.map((text, at) => (
          <Value key={at} label="Stands there" text={text} />
        ))}
        {record.expected && <Value label="To put there" text={record.expected} copies />}
      </dl>
    </section>
  );
}

function Value({
  label,
  text,
  copies = false,
}: {
  readonly label: string;
  readonly text: string;
  readonly copies?: boolean;
}): React.JSX.Element {
  return (
    <div className={classes.value}>
      <dt>{label}</dt>
      <dd>
        <code>{text}</code>
        {copies && (
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button
                size="xs"
                variant="default"
                onClick={copy}
                aria-label={`${copied ? 'Copied' : 'Copy'}: ${label}`}
              >
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        )}
      </dd>
    </div>
  );
}
