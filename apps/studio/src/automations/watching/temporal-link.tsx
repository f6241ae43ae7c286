import { Button } from '@mantine/core';
import { currentOperatorSession } from '@rap/contracts/api-client';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

const NAMESPACE = 'default';

/** For who is signed in as an operator of the platform besides: the run as the Temporal UI shows it. Nobody else sees it. */
export function TemporalLink({ workflowId }: { readonly workflowId: string }): React.JSX.Element | null {
  const operator = useQuery({
    queryKey: ['operator'],
    // that nobody is one is no end of the reader's session
    queryFn: () =>
      currentOperatorSession().then(({ data, response }) => (response?.ok ? (data ?? null) : null)),
    staleTime: Infinity,
    retry: false,
  });
  const ui = operator.data?.temporalUi;
  if (!ui) return null;
  return (
    <Button
      component="a"
      href={`${ui.replace(/\/$/, '')}/namespaces/${NAMESPACE}/workflows/${encodeURIComponent(workflowId)}`}
      target="_blank"
      rel="noreferrer"
      variant="default"
      leftSection={<IconExternalLink size={16} aria-hidden="true" />}
    >
      Temporal UI
    </Button>
  );
}
