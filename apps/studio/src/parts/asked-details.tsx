import { useQuery, type QueryKey } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Refused } from './refused.tsx';

/** What is asked for when somebody opens it, once: it does not change. */
export function AskedDetails<T>({
  summary,
  className,
  queryKey,
  queryFn,
  children,
}: {
  readonly summary: string;
  readonly className: string | undefined;
  readonly queryKey: QueryKey;
  readonly queryFn: () => Promise<T>;
  readonly children: (answer: T) => ReactNode;
}): React.JSX.Element {
  const [open, setOpen] = useState(false);
  const answer = useQuery({ queryKey, queryFn, enabled: open, staleTime: Infinity });
  return (
    <details className={className} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{summary}</summary>
      {answer.error && <Refused within="card" error={answer.error} />}
      {answer.data !== undefined && children(answer.data)}
    </details>
  );
}
