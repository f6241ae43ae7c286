import { Alert, Button, CopyButton, Group, Stack, TextInput } from '@mantine/core';
import type { RecoveryCodes, SecondFactorEnrolment } from '@rap/contracts/api-client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { encode } from 'uqr';
import { refusalOf } from '../api/refusal.ts';

/** Sets up an authenticator app: its picture, the first code of it, and the recovery codes, which are shown once. */
export function Authenticator({
  begin,
  confirm,
  onDone,
}: {
  readonly begin: () => Promise<SecondFactorEnrolment>;
  readonly confirm: (code: string) => Promise<RecoveryCodes>;
  readonly onDone: () => void;
}): React.JSX.Element {
  const [code, setCode] = useState('');
  // made once: another secret would make the picture that was read useless
  const enrolment = useQuery({
    queryKey: ['authenticator'],
    queryFn: begin,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const confirming = useMutation({ mutationFn: () => confirm(code.trim()) });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    confirming.mutate();
  };
  if (confirming.data) return <Codes codes={confirming.data.recoveryCodes} onDone={onDone} />;
  const error = enrolment.error ?? confirming.error;
  return (
    <form onSubmit={submit} aria-label="Set up an authenticator app">
      <Stack gap="md">
        {error && (
          <Alert color="red" role="alert">
            {refusalOf(error).message}
          </Alert>
        )}
        <p style={{ margin: 0 }}>
          Open an authenticator app on your phone, let it read this picture, and type the six digits that it
          shows.
        </p>
        {enrolment.data && (
          <>
            <QrCode text={enrolment.data.uri} />
            <p style={{ margin: 0, color: 'var(--rap-text-2)' }}>
              Without a camera, type this: <code>{enrolment.data.secret}</code>
            </p>
          </>
        )}
        <TextInput
          size="md"
          label="Six digits"
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={({ currentTarget }) => setCode(currentTarget.value)}
        />
        <Button type="submit" size="md" disabled={code.trim().length < 6} loading={confirming.isPending}>
          Switch it on
        </Button>
      </Stack>
    </form>
  );
}

function Codes({
  codes,
  onDone,
}: {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}): React.JSX.Element {
  return (
    <Stack gap="md">
      <p style={{ margin: 0 }}>
        It is on. If you lose the phone, each of these signs you in once. They are not shown again: keep them
        where you keep passwords.
      </p>
      <ul
        aria-label="Recovery codes"
        style={{ margin: 0, columns: 2, fontFamily: 'ui-monospace, monospace' }}
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group justify="flex-end">
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>I have kept them</Button>
      </Group>
    </Stack>
  );
}

/** Dark on light in either scheme: cameras read it so. */
function QrCode({ text }: { readonly text: string }): React.JSX.Element {
  const { size, data } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      width={184}
      height={184}
      role="img"
      aria-label="Picture for the authenticator app"
      style={{ background: '#fff', borderRadius: 8 }}
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
