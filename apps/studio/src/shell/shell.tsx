import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useMatch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { listen, type LiveState } from '../api/live.ts';
import { SessionEnded } from '../session/session-ended.tsx';
import { CommandPalette } from './command-palette.tsx';
import { firmQuery } from './firm-query.ts';
import { BottomBar, Navigation } from './navigation.tsx';
import { useOnline } from './use-online.ts';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { useGoKeys } from './use-go-keys.ts';
import classes from './shell.module.css';

/** The frame around every page of who is signed in. */
export function Shell(): React.JSX.Element {
  const queries = useQueryClient();
  const [live, setLive] = useState<LiveState>('connecting');
  useEffect(() => listen(queries, setLive), [queries]);
  useGoKeys();
  // a canvas wants the room
  const drawing = useMatch({ from: '/inside/automations/$automationId', shouldThrow: false }) !== undefined;
  return (
    <div className={classes.frame} data-rail={drawing ? '' : undefined}>
      <Navigation />
      <main className={classes.main} id="page" tabIndex={-1}>
        <LineNotice live={live} />
        <StopNotice />
        <Outlet />
      </main>
      <BottomBar />
      <CommandPalette />
      <ShortcutSheet />
      <SessionEnded />
    </div>
  );
}

/** While it is on, whoever writes has to know that nothing leaves. */
function StopNotice(): React.JSX.Element | null {
  const firm = useQuery(firmQuery);
  if (!firm.data?.settings.stopSending) return null;
  return (
    <div className={classes.stopped} role="status">
      The stop switch is on: no email and no text leaves the firm.{' '}
      <Link to="/settings/$section" params={{ section: 'sending' }}>
        See the settings
      </Link>
    </div>
  );
}

function LineNotice({ live }: { readonly live: LiveState }): React.JSX.Element | null {
  const online = useOnline();
  if (online && live !== 'broken') return null;
  return (
    <div className={classes.notice} role="status">
      {online
        ? 'The line to the server broke. What you see may be old; it is fetched again as soon as the line is back.'
        : 'You are offline. What you type is kept; it can be saved when you are back.'}
    </div>
  );
}
