import { Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { onSessionEnded } from '../api/ask.ts';
import { fetchAgain } from '../api/query-client.ts';
import { SignInForm } from './sign-in-form.tsx';
import { sessionQuery, useMe } from './session.ts';

/** The session ended while somebody worked: they sign in over the page, and what they typed is still there. */
export function SessionEnded(): React.JSX.Element {
  const queries = useQueryClient();
  const me = useMe();
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    onSessionEnded(() => setEnded(true));
    return () => onSessionEnded(() => undefined);
  }, []);
  return (
    <Modal
      opened={ended}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      title="Sign in again"
      size="sm"
    >
      <p>Your session ended. What you typed is kept.</p>
      <SignInForm
        onSignedIn={(session) => {
          // somebody else at this desk must not see what the one before had open
          if (session.userId !== me.userId || session.firmId !== me.firmId)
            return window.location.assign('/');
          queries.setQueryData(sessionQuery.queryKey, session);
          setEnded(false);
          fetchAgain(queries);
        }}
      />
    </Modal>
  );
}
