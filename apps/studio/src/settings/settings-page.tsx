import { useMediaQuery } from '@mantine/hooks';
import { may } from '@rap/domain/policy/abilities';
import { IconLock } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { Fragment, Suspense } from 'react';
import { Message } from '../parts/message.tsx';
import { GreyRows } from '../parts/rows.tsx';
import { useMe, whoCan } from '../session/session.ts';
import { SECTIONS, type Section } from './sections.ts';
import classes from './settings.module.css';

/** The list of sections with one of them open; on a phone one or the other. */
export function SettingsPage(): React.JSX.Element {
  const { section: path } = useParams({ strict: false });
  const onPhone = useMediaQuery('(max-width: 700px)');
  const chosen = path ?? (onPhone ? undefined : SECTIONS[0]?.path);
  const section = SECTIONS.find((one) => one.path === chosen);
  return (
    <div className={classes.settings}>
      {(!onPhone || !chosen) && <SectionList chosen={chosen} />}
      {chosen && (
        <div className={classes.section}>
          {onPhone && (
            <Link to="/settings" className={classes.back}>
              Settings
            </Link>
          )}
          {section ? <Opened section={section} /> : <Unknown />}
        </div>
      )}
    </div>
  );
}

function SectionList({ chosen }: { readonly chosen: string | undefined }): React.JSX.Element {
  const me = useMe();
  return (
    <nav className={classes.list} aria-label="Settings">
      <h1>Settings</h1>
      {SECTIONS.map(({ path, label, group, icon: Icon, needs }, index) => (
        <Fragment key={path}>
          {group !== SECTIONS[index - 1]?.group && <div className={classes.group}>{group}</div>}
          <Link
            to="/settings/$section"
            params={{ section: path }}
            className={classes.link}
            aria-current={path === chosen ? 'page' : undefined}
          >
            <Icon size={16} stroke={1.6} aria-hidden="true" />
            {label}
            {!may(me.role, needs) && (
              <IconLock size={14} stroke={1.6} className={classes.lock} aria-label="not open to you" />
            )}
          </Link>
        </Fragment>
      ))}
    </nav>
  );
}

function Opened({ section: { label, needs, page: Page } }: { readonly section: Section }): React.JSX.Element {
  const me = useMe();
  if (!may(me.role, needs)) {
    return (
      <Message title={`${label}: not open to you`}>{`It is seen by ${whoCan(needs)}. Ask them.`}</Message>
    );
  }
  return (
    <Suspense fallback={<GreyRows />}>
      <Page />
    </Suspense>
  );
}

const Unknown = (): React.JSX.Element => (
  <Message title="There is no such section" action={<Link to="/settings">See all settings</Link>}>
    The address may be of another version, or mistyped.
  </Message>
);
