import { Button, TextInput } from '@mantine/core';
import { LIBRARY } from '@rap/domain/automation/library/library';
import { NEEDS, type Starter } from '@rap/domain/automation/library/starter';
import { IconSearch } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Message } from '../../parts/message.tsx';
import { PageHeader } from '../../parts/page.tsx';
import { useMay } from '../../session/session.ts';
import { useNewAutomation } from '../use-new-automation.ts';
import { StarterPicture } from './starter-picture.tsx';
import classes from './gallery.module.css';

const CATEGORIES = [...new Set(LIBRARY.map(({ category }) => category))];

/** The automations that come with the product, each drawn as what it is. */
export function GalleryPage(): React.JSX.Element {
  const { category, find } = useSearch({ from: '/inside/automations/gallery' });
  const mayDraft = useMay('automation.draft');
  const { begin, beginning } = useNewAutomation();
  const navigate = useNavigate({ from: '/automations/gallery' });
  const found = LIBRARY.filter((starter) => matches(starter, find ?? ''));
  const shown = found.filter((starter) => category === undefined || starter.category === category);
  return (
    <>
      <PageHeader
        title="Gallery"
        crumbs={<Link to="/automations">Automations</Link>}
        facts="Each opens as a draft of yours. Nothing runs until you publish it."
      >
        {mayDraft && (
          <Button variant="default" loading={beginning} onClick={() => begin()}>
            Blank automation
          </Button>
        )}
      </PageHeader>
      <div className={classes.page}>
        <nav className={classes.categories} aria-label="Kinds of automations">
          <TextInput
            aria-label="Search the gallery"
            placeholder="Search"
            leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
            value={find ?? ''}
            onChange={({ currentTarget: { value } }) =>
              void navigate({ search: (now) => ({ ...now, find: value || undefined }), replace: true })
            }
          />
          <ul>
            {[undefined, ...CATEGORIES].map((one) => (
              <li key={one ?? 'All'}>
                <Link
                  from="/automations/gallery"
                  to="."
                  search={(now) => ({ ...now, category: one })}
                  aria-current={category === one ? 'true' : undefined}
                  className={classes.category}
                >
                  {one ?? 'All'}
                  <span>{found.filter((starter) => !one || starter.category === one).length}</span>
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        {shown.length === 0 ? (
          <Message title={`Nothing is found by "${find ?? ''}"`}>
            Take the search or the kind away to see all {LIBRARY.length}.
          </Message>
        ) : (
          <ul className={classes.cards}>
            {shown.map((starter) => (
              <Card key={starter.id} starter={starter} />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function Card({ starter }: { readonly starter: Starter }): React.JSX.Element {
  const { id, definition, summary, needs } = starter;
  return (
    <li className={classes.card}>
      <div className={classes.picture}>
        <StarterPicture definition={definition} />
      </div>
      <div className={classes.words}>
        <h2>
          <Link to="/automations/gallery/$starterId" params={{ starterId: id }}>
            {definition.name}
          </Link>
        </h2>
        <p>{summary}</p>
        <div className={classes.fact}>
          {needs.length > 0
            ? `Needs: ${needs.map((need) => NEEDS[need]).join('; ')}`
            : 'Needs nothing beforehand'}
        </div>
      </div>
    </li>
  );
}

const matches = ({ definition, summary }: Starter, words: string): boolean =>
  `${definition.name} ${summary}`.toLowerCase().includes(words.trim().toLowerCase());
