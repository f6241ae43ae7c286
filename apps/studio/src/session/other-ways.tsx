import { Button, Divider, Stack } from '@mantine/core';
import { signInWays, type SignInWays } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { IconFingerprint } from '@tabler/icons-react';
import { ask } from '../api/ask.ts';

/** What there is here and in this browser; a provider leads away from the page, which is not offered over a half filled form. */
export function useSignInWays(withProvider: boolean): SignInWays {
  const { data } = useQuery({
    queryKey: ['signInWays'],
    queryFn: () => ask(signInWays()),
    staleTime: Infinity,
  });
  return {
    passkey: data?.passkey === true && 'PublicKeyCredential' in window,
    provider: withProvider ? (data?.provider ?? null) : null,
  };
}

/** What stands beside email and password: a passkey first, where there can be one, and the firm's own provider. */
export function OtherWays({
  ways: { passkey, provider },
  pending,
  onPasskey,
}: {
  readonly ways: SignInWays;
  readonly pending: boolean;
  readonly onPasskey: () => void;
}): React.JSX.Element | null {
  if (!passkey && provider === null) return null;
  return (
    <Stack gap="md" mb="md">
      {passkey && (
        <Button
          size="md"
          fullWidth
          leftSection={<IconFingerprint size={18} />}
          loading={pending}
          onClick={onPasskey}
        >
          Use your passkey
        </Button>
      )}
      {provider !== null && (
        <Button size="md" fullWidth variant="default" component="a" href="/oidc/start">
          Continue with {provider}
        </Button>
      )}
      <Divider label="or" labelPosition="center" />
    </Stack>
  );
}
