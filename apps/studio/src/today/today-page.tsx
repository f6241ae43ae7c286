import { Button } from '@mantine/core';
import { IconPlus, IconRoute } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { firmQuery } from '../shell/firm-query.ts';
import { usePeopleNames } from '../parts/names.ts';
import { Message } from '../parts/message.tsx';
import { Card, Column, Columns, PageBody, PageHeader } from '../parts/page.tsx';
import { GreyRows, KindTile, Row, RowList } from '../parts/rows.tsx';
import { briefly, longDay, readersZone } from '../parts/when.ts';
import { attentionQuery } from '../automations/automation-queries.ts';
import { AttentionActions } from '../automations/attention-actions.tsx';
import { leadRowsQuery } from '../leads/lead-queries.ts';
import { Stage } from '../leads/stage.tsx';
import { useMay, useMe } from '../session/session.ts';
import { OpenTask } from '../tasks/open-task.tsx';
import { inGroups } from '../tasks/task-groups.ts';
import { openTasksQuery } from '../tasks/task-queries.ts';
import { TaskRow } from '../tasks/task-row.tsx';
import { byWhen } from './by-when.ts';
import { DoneCard } from './done-card.tsx';
import { FirstStepsCard } from './first-steps-card.tsx';
import { QuestionRow } from './question-row.tsx';
import { ReplyRow } from './reply-row.tsx';
import { SubmittedRow } from './submitted-row.tsx';
import { todayQuery } from './today-query.ts';
import { UnknownRow } from './unknown-row.tsx';
import { WhenGroup } from './when-group.tsx';
import { Refused } from '../parts/refused.tsx';
import { counted } from '../parts/counted.ts';

const NEWEST_LEADS = 8;

const some = (n: number, one: string, many?: string): string => (n === 0 ? '' : counted(n, one, many));

/** What needs the reader now, each with its action in place. */
export function TodayPage(): React.JSX.Element {
  const me = useMe();
  const mayChange = useMay('task.change');
  const mayFirm = useMay('settings.change');
  const mayLeads = useMay('lead.read');
  const mayPeople = useMay('person.read');
  const firm = useQuery(firmQuery);
  const tasks = useQuery(openTasksQuery(me.userId));
  const attention = useQuery(attentionQuery);
  const today = useQuery(todayQuery);
  const leads = useInfiniteQuery({ ...leadRowsQuery({ view: 'week' }), enabled: mayLeads });
  const [adding, setAdding] = useState(false);

  const standing = attention.data?.items ?? [];
  const open = tasks.data?.items ?? [];
  const newest = leads.data?.pages[0]?.items.slice(0, NEWEST_LEADS) ?? [];
  const names = usePeopleNames(mayPeople ? [...standing, ...open].map(({ personId }) => personId) : []);
  const now = inGroups(open).filter(
    ({ label, tasks: some }) => ['Late', 'Today'].includes(label) && some.length > 0,
  );
  const due = now.reduce((sum, group) => sum + group.tasks.length, 0);
  const replies = today.data?.replies ?? [];
  const questions = today.data?.questions ?? [];
  const versions = today.data?.versions ?? [];
  const unknowns = today.data?.unknowns ?? [];
  const decisions = questions.length + versions.length;
  const calls = [tasks, attention, today];
  const waiting = calls.some(({ isPending }) => isPending);
  const failed = calls.find(({ error }) => error)?.error;
  const facts =
    waiting || failed
      ? '\u00a0'
      : [
          some(replies.length, 'reply', 'replies'),
          some(decisions, 'approval', 'approvals'),
          some(due, 'task due', 'tasks due'),
          some(unknowns.length, 'message that may not have arrived', 'messages that may not have arrived'),
          some(standing.length, 'person held in an automation', 'people held in automations'),
        ]
          .filter(Boolean)
          .join(', ') || 'Nothing is due';

  const rows = [
    ...standing.map((run) => ({
      key: run.id,
      atMs: Date.parse(run.since),
      late: false,
      row: (
        <Row
          tile={<KindTile kind="trigger" icon={IconRoute} />}
          title={
            <Link to="/people/$personId" params={{ personId: run.personId }}>
              {names(run.personId) || 'Somebody'}
            </Link>
          }
          line={`Held at "${run.label}" of ${run.automationName}. ${run.message}`}
          when={briefly(new Date(run.since))}
          action={<AttentionActions run={run} />}
        />
      ),
    })),
    ...questions.map((question) => ({
      key: question.id,
      atMs: Date.parse(question.askedAt),
      late: false,
      row: <QuestionRow question={question} />,
    })),
    ...versions.map((submitted) => ({
      key: `${submitted.automationId}:${submitted.number}`,
      atMs: null,
      late: false,
      row: <SubmittedRow submitted={submitted} />,
    })),
    ...unknowns.map((message) => ({
      key: message.id,
      atMs: Date.parse(message.handedAt),
      late: false,
      row: <UnknownRow message={message} />,
    })),
    ...replies.map((reply) => ({
      key: reply.id,
      atMs: Date.parse(reply.occurredAt),
      late: false,
      row: <ReplyRow reply={reply} />,
    })),
    ...now.flatMap((group) =>
      group.tasks.map((task) => ({
        key: task.id,
        atMs: task.dueAt === null ? null : Date.parse(task.dueAt),
        late: group.label === 'Late',
        row: <TaskRow task={task} personName={names(task.personId)} />,
      })),
    ),
  ];

  return (
    <>
      <PageHeader title={longDay(new Date())} facts={facts}>
        {mayChange && (
          <Button leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setAdding(true)}>
            New task
          </Button>
        )}
      </PageHeader>
      <PageBody>
        <Columns>
          <Column>
            {mayFirm && <FirstStepsCard />}
            <Card title="Needs you now" aside={`Times in ${readersZone()}`}>
              {waiting && <GreyRows />}
              {failed && (
                <Refused
                  within="card"
                  error={failed}
                  action={
                    <Button variant="default" onClick={() => calls.forEach((call) => void call.refetch())}>
                      Try again
                    </Button>
                  }
                />
              )}
              {!waiting && !failed && rows.length === 0 && (
                <Message within="card" title="Nothing waits for you">
                  Replies, tasks that are due, people who are held in an automation and approvals come here by
                  themselves.
                </Message>
              )}
              {byWhen(rows).map((group) => (
                <WhenGroup key={group.label} label={group.label}>
                  {group.items.map(({ key, row }) => (
                    <Fragment key={key}>{row}</Fragment>
                  ))}
                </WhenGroup>
              ))}
            </Card>
          </Column>
          <Column>
            {today.data && <DoneCard today={today.data} />}
            {mayLeads && (
              <Card title="New this week" aside={<Link to="/leads">All leads</Link>}>
                {!leads.isPending && newest.length === 0 && (
                  <Message within="card" title="No new leads this week">
                    {`They come in by the form of ${firm.data?.name ?? 'your firm'}, or by hand on the page of leads.`}
                  </Message>
                )}
                <RowList label="New this week">
                  {newest.map((lead) => (
                    <Row
                      key={lead.id}
                      title={
                        <Link to="/people/$personId" params={{ personId: lead.personId }}>
                          {lead.personName}
                        </Link>
                      }
                      line={<Stage stage={lead.stage} />}
                      when={briefly(new Date(lead.occurredAt))}
                    />
                  ))}
                </RowList>
              </Card>
            )}
          </Column>
        </Columns>
      </PageBody>
      {adding && <OpenTask onClose={() => setAdding(false)} />}
    </>
  );
}
