import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AskFirst } from '../parts/ask-first.tsx';
import { Refused } from '../parts/refused.tsx';
import { GreyRows } from '../parts/rows.tsx';
import { templateQuery } from './template-query.ts';
import { TemplateWork } from './template-work.tsx';

/** One template over another page: the same words, preview and steps to going out as on its own. */
export function TemplateDialog({
  id,
  name,
  onClose,
}: {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}): React.JSX.Element {
  const template = useQuery(templateQuery(id));
  const [typed, setTyped] = useState(false);
  const [asking, setAsking] = useState(false);
  const phone = useMediaQuery('(max-width: 700px)') === true;
  return (
    <Modal
      opened
      size={1120}
      fullScreen={phone}
      title={name}
      closeOnEscape={!asking}
      onClose={() => (typed ? setAsking(true) : onClose())}
    >
      {template.error && <Refused error={template.error} within="card" />}
      {template.isPending && <GreyRows count={6} />}
      {template.data && <TemplateWork key={id} template={template.data} onTyped={setTyped} />}
      {asking && (
        <AskFirst
          title="Close without saving?"
          verb="Close it"
          pending={false}
          error={undefined}
          onYes={onClose}
          onClose={() => setAsking(false)}
        >
          The words that you typed are not saved yet.
        </AskFirst>
      )}
    </Modal>
  );
}
