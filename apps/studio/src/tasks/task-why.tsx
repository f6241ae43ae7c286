import { getEnrolment } from '@rap/contracts/api-client';
import { enrolmentOfRun } from '@rap/contracts/automation/run';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../api/ask.ts';
import { refusalOf } from '../api/refusal.ts';
import { WhyOfRun } from '../automations/why-of-run.tsx';

/** Which automation made a task, for whose path, and why. */
export function TaskWhy({
  madeBy,
  step,
}: {
  readonly madeBy: string;
  /** the step that made it; null for what was made beside the steps */
  readonly step: string | null;
}): React.JSX.Element | null {
  const id = enrolmentOfRun(madeBy);
  const run = useQuery({
    queryKey: ['runs', 'one', id],
    queryFn: () => ask(getEnrolment({ path: { id: id ?? '' } })),
    enabled: id !== undefined,
  });
  if (!id) return null;
  return (
    <section
      aria-label="Why it exists"
      style={{ padding: 12, borderRadius: 8, background: 'var(--rap-sunken)' }}
    >
      {run.error && refusalOf(run.error).message}
      {run.data && (
        <>
          <div style={{ marginBottom: 4 }}>
            Made by the automation{' '}
            <Link
              to="/automations/$automationId/runs/$runId"
              params={{ automationId: run.data.automationId, runId: id }}
            >
              {run.data.automationName}
            </Link>
          </div>
          {step && <WhyOfRun enrolmentId={id} step={step} />}
        </>
      )}
    </section>
  );
}
