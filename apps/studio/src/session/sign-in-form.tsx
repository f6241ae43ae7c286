import { Alert, Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import {
  beginNeededSecondFactor,
  chooseFirm,
  finishNeededSecondFactor,
  firmsToChoose,
  signIn,
  type FirmsToChoose,
  type SetUpTicket,
  type SignedIn,
} from '@rap/contracts/api-client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { lazyRouteComponent } from '@tanstack/react-router';
import { Suspense, useState, type SubmitEvent } from 'react';
import { ask } from '../api/ask.ts';
import { Refusal } from '../api/refusal.ts';
import { OtherWays, useSignInWays } from './other-ways.tsx';
import { signInWithPasskey } from './passkey.ts';
import { refusedElsewhere } from './refused-elsewhere.ts';

// few need it: the first page does without
const Authenticator = lazyRouteComponent(() => import('./authenticator.tsx'), 'Authenticator');

interface Proof {
  readonly email: string;
  readonly password: string;
  readonly code?: string;
}

/** E-mail and password, then the code where a second factor is on, then the firm of who works in several. */
export function SignInForm({
  refused,
  onSignedIn,
  onForgotten,
}: {
  /** with what code a sign-in elsewhere came back */
  readonly refused?: string | undefined;
  readonly onSignedIn: (session: SignedIn) => void;
  readonly onForgotten?: ((email: string) => void) | undefined;
}): React.JSX.Element {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  /** it was set up just now: the next code of it signs in */
  const [withApp, setWithApp] = useState(false);
  const [made, setChoice] = useState<FirmsToChoose>();

  const ways = useSignInWays(onForgotten !== undefined);
  const back = useQuery({
    queryKey: ['firmsToChoose'],
    queryFn: () => ask(firmsToChoose()),
    enabled: refused === 'choose_firm',
    retry: false,
    gcTime: 0,
  });
  const choice = made ?? back.data;

  const onError = (error: unknown): void => {
    if (error instanceof Refusal && error.code === 'choose_firm')
      setChoice(error.problem.current as FirmsToChoose);
  };
  const proving = useMutation({
    mutationFn: (proof: Proof) => ask(signIn({ body: proof })),
    onSuccess: onSignedIn,
    onError,
  });
  const passkey = useMutation({ mutationFn: signInWithPasskey, onSuccess: onSignedIn, onError });
  const choosing = useMutation({
    mutationFn: (firmId: string) => ask(chooseFirm({ body: { ticket: choice?.ticket ?? '', firmId } })),
    onSuccess: onSignedIn,
  });
  const setUp = needed(proving.error);
  const refusal = [choosing.error, proving.error, passkey.error, back.error].find(
    (error) => error instanceof Refusal,
  );
  const codeAsked =
    withApp || refusal?.code === 'code_needed' || refusal?.code === 'wrong_code' || code !== '';
  const said =
    refusal && !['code_needed', 'choose_firm', 'second_factor_needed'].includes(refusal.code)
      ? refusal
      : undefined;
  const elsewhere = refused && refused !== 'choose_firm' ? refusedElsewhere(refused) : undefined;
  const words = said?.message ?? (proving.isPending || passkey.isPending ? undefined : elsewhere);

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    proving.mutate({ email, password, ...(code ? { code: code.trim() } : {}) });
  };

  if (setUp) {
    return (
      <Suspense>
        <div style={{ marginBottom: 16 }}>Your firm asks for a second factor beside the password.</div>
        <Authenticator
          begin={() => ask(beginNeededSecondFactor({ body: { ticket: setUp } }))}
          confirm={(first) => ask(finishNeededSecondFactor({ body: { ticket: setUp, code: first } }))}
          onDone={() => {
            setWithApp(true);
            proving.reset();
          }}
        />
      </Suspense>
    );
  }
  if (choice && !said) {
    return (
      <Stack gap="xs">
        <div>Which firm do you want to work in?</div>
        {choice.firms.map(({ firmId, name }) => (
          <Button
            key={firmId}
            size="md"
            variant="default"
            loading={choosing.isPending && choosing.variables === firmId}
            onClick={() => choosing.mutate(firmId)}
          >
            {name}
          </Button>
        ))}
      </Stack>
    );
  }
  return (
    <form onSubmit={submit} aria-label="Sign in">
      {words && (
        <Alert color="red" variant="light" role="alert" mb="md">
          {words}
        </Alert>
      )}
      {!codeAsked && <OtherWays ways={ways} pending={passkey.isPending} onPasskey={() => passkey.mutate()} />}
      <Stack gap="md">
        <TextInput
          size="md"
          label="Work email"
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          size="md"
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {codeAsked && (
          <TextInput
            size="md"
            label="Code of your authenticator app"
            description="Six digits, or one of your recovery codes"
            name="code"
            autoComplete="one-time-code"
            autoFocus
            required
            withAsterisk={false}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        <Button
          type="submit"
          size="md"
          variant={ways.passkey ? 'default' : 'filled'}
          loading={proving.isPending}
        >
          Sign in
        </Button>
        {onForgotten && (
          <Anchor component="button" type="button" fz="sm" onClick={() => onForgotten(email)}>
            Forgotten your password?
          </Anchor>
        )}
      </Stack>
    </form>
  );
}

/** The ticket by which who has no second factor yet sets one up. */
function needed(error: unknown): string | undefined {
  if (!(error instanceof Refusal) || error.code !== 'second_factor_needed') return undefined;
  return (error.problem.current as SetUpTicket).ticket;
}
