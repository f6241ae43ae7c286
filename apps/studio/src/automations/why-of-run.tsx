import { explainEnrolment } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { refusalOf } from '../api/refusal.ts';
import { Worded } from '../parts/worded.tsx';

/** Why somebody stands where they stand, or why a step was done for them, in one sentence. */
export function WhyOfRun({
  enrolmentId,
  step,
}: {
  readonly enrolmentId: string;
  readonly step?: string;
}): React.JSX.Element {
  const why = useQuery({
    queryKey: ['runs', 'why', enrolmentId, step ?? 'here'],
    queryFn: () => ask(explainEnrolment({ path: { id: enrolmentId }, query: step ? { step } : {} })),
  });
  if (why.error) return <div role="alert">{refusalOf(why.error).message}</div>;
  return (
    <div role="status">
      <Worded text={why.data?.sentence ?? 'Looking it up'} />
    </div>
  );
}
