import { Button } from '@mantine/core';
import { getMessage, testTemplate } from '@rap/contracts/api-client';
import type { TemplateWords } from '@rap/contracts/template';
import { readablePhone } from '@rap/domain/messages/readable-phone';
import { useMutation, useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { Refusal, refusalOf } from '../api/refusal.ts';
import classes from './editor/editor.module.css';

const LOOK_AGAIN_MS = 1_500;

/** A wording as it stands in the editor, to one's own address or phone, with the samples: by the gate and the sender of every message. */
export function TestSend({
  words,
  sound,
}: {
  readonly words: TemplateWords;
  readonly sound: boolean;
}): React.JSX.Element {
  const testing = useMutation({ mutationFn: () => ask(testTemplate({ body: { words } })) });
  const { data: test, error } = testing;
  const message = useQuery({
    queryKey: ['templates', 'test', test?.messageId],
    queryFn: () => ask(getMessage({ path: { id: test?.messageId ?? '' } })),
    enabled: test !== undefined,
    refetchInterval: ({ state }) => (state.data && state.data.status !== 'waiting' ? false : LOOK_AGAIN_MS),
  });
  const refusal = error instanceof Refusal ? error : undefined;
  return (
    <>
      <span className={classes.hint} role="status">
        {test && said(test.to, words.channel, message.data)}
        {error && (refusal?.problem.errors?.map((one) => one.message).join(' ') ?? refusalOf(error).message)}
      </span>
      <Button
        variant="default"
        disabled={!sound}
        loading={testing.isPending}
        onClick={() => testing.mutate()}
      >
        Send me a test
      </Button>
    </>
  );
}

function said(
  to: string,
  channel: TemplateWords['channel'],
  message: { readonly status: string; readonly why: string | null } | undefined,
): string {
  const where = channel === 'email' ? to : readablePhone(to);
  switch (message?.status) {
    case 'sent':
      return `Sent to ${where}${channel === 'email' ? ', with [Test] before its subject' : ''}.`;
    case 'refused':
    case 'failed':
    case 'cancelled':
      return `Not sent: ${message.why ?? 'it was called off.'}`;
    default:
      return message?.why ? `It waits: ${message.why}` : `On its way to ${where}.`;
  }
}
