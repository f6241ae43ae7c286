import { useBlocker } from '@tanstack/react-router';
import { AskFirst } from './ask-first.tsx';

/** While something typed is not saved, leaving the page is asked about first; the browser asks when it is closed. */
export function UnsavedGuard({ when }: { readonly when: boolean }): React.JSX.Element | null {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname,
    enableBeforeUnload: () => when,
    withResolver: true,
  });
  if (status !== 'blocked') return null;
  return (
    <AskFirst
      title="Leave without saving?"
      verb="Leave"
      pending={false}
      error={undefined}
      onYes={proceed}
      onClose={reset}
    >
      What you typed on this page is not saved yet.
    </AskFirst>
  );
}
