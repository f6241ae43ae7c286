import { getLead, type Lead } from '@rap/contracts/api-client';
import { fullName } from '@rap/domain/person/full-name';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ask } from '../api/ask.ts';
import { Refusal } from '../api/refusal.ts';
import { PageLoading } from '../parts/page-loading.tsx';
import { Message } from '../parts/message.tsx';
import { leadSourcesQuery, useUserNames } from '../parts/names.ts';
import { Card, Column, Columns, PageBody, PageHeader } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { dayAndTime, readersZone } from '../parts/when.ts';
import { ContactCard } from '../people/contact/contact-card.tsx';
import facts from '../people/facts/fact-list.module.css';
import { personQuery, personRunsQuery } from '../people/person-queries.ts';
import { RunsCard } from '../people/runs/runs-card.tsx';
import { Timeline } from '../people/timeline/timeline.tsx';
import { useMay, whoCan } from '../session/session.ts';
import { Agreed } from './agreed.tsx';
import { LeadActions } from './lead-actions.tsx';
import { Asked, Touches } from './lead-touches.tsx';
import { LOST_REASONS } from './lost-reasons.ts';
import { Stage } from './stage.tsx';

/** One inquiry: where it came from, what was asked and agreed to, how it stands, and everything since. */
export function LeadPage(): React.JSX.Element {
  const { leadId } = useParams({ from: '/inside/leads/$leadId' });
  const mayRead = useMay('lead.read');
  const lead = useQuery({
    queryKey: ['leads', 'one', leadId],
    queryFn: () => ask(getLead({ path: { id: leadId } })),
    enabled: mayRead,
  });
  if (!mayRead)
    return (
      <Message
        within="whole"
        title="Leads are not open to you"
      >{`They are seen by ${whoCan('lead.read')}.`}</Message>
    );
  if (lead.error) {
    if (!(lead.error instanceof Refusal) || lead.error.status !== 404)
      return <Refused within="whole" error={lead.error} action={<Link to="/leads">See the leads</Link>} />;
    return (
      <Message within="whole" title="There is no such lead" action={<Link to="/leads">See the leads</Link>}>
        It may have been deleted, or belong to a book that you do not work for.
      </Message>
    );
  }
  if (!lead.data) return <PageLoading />;
  return <Opened key={leadId} lead={lead.data} />;
}

function Opened({ lead }: { readonly lead: Lead }): React.JSX.Element {
  const person = useQuery(personQuery(lead.personId));
  const runs = useQuery(personRunsQuery(lead.personId));
  const nameOf = useUserNames();
  const sources = useQuery(leadSourcesQuery);
  const source = sources.data?.items.find(({ id }) => id === lead.sourceId)?.name ?? '\u00a0';
  const name = person.data ? fullName(person.data) : '\u00a0';
  return (
    <>
      <PageHeader
        title={name}
        crumbs={<Link to="/leads">Leads</Link>}
        facts={`Came in ${dayAndTime(new Date(lead.occurredAt))} by ${source}`}
      >
        <LeadActions lead={lead} name={name} />
      </PageHeader>
      <PageBody>
        <Columns>
          <Column>
            <Touches lead={lead} />
            <Asked lead={lead} />
            <Agreed personId={lead.personId} />
            <Card title="Since then" aside={`Times in ${readersZone()}`}>
              <Timeline personId={lead.personId} search={{}} />
            </Card>
          </Column>
          <Column>
            <Card title="How it stands">
              <dl className={facts.facts}>
                <div>
                  <dt>Person</dt>
                  <dd>
                    <Link to="/people/$personId" params={{ personId: lead.personId }}>
                      {name}
                    </Link>
                  </dd>
                </div>
                <div>
                  <dt>Stage</dt>
                  <dd>
                    <Stage stage={lead.stage} />
                  </dd>
                </div>
                {lead.lostReason && (
                  <div>
                    <dt>Lost because</dt>
                    <dd>{LOST_REASONS[lead.lostReason]}</dd>
                  </div>
                )}
                <div>
                  <dt>Owner</dt>
                  <dd>{lead.ownerId ? nameOf(lead.ownerId) : 'Nobody'}</dd>
                </div>
                {lead.referredById && (
                  <div>
                    <dt>Sent by</dt>
                    <dd>
                      <Link to="/people/$personId" params={{ personId: lead.referredById }}>
                        Who recommended us
                      </Link>
                    </dd>
                  </div>
                )}
              </dl>
            </Card>
            {person.data && (
              <RunsCard
                runs={runs.data?.items ?? []}
                personId={lead.personId}
                name={person.data.firstName || name}
              />
            )}
            {person.data && <ContactCard person={person.data} />}
          </Column>
        </Columns>
      </PageBody>
    </>
  );
}
