import { Modal } from '@mantine/core';
import { listConsentWordings, type LeadForm } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { dayAndTime } from '../../parts/when.ts';

const TEXTS = [
  ['email', 'Offers by email'],
  ['sms', 'Texts about the inquiry'],
  ['smsMarketing', 'Offers by text'],
] as const;

/** Every wording that stood before somebody who agreed, the one of now first: an agreement names it by its number. */
export function FormWordings({
  form,
  onClose,
}: {
  readonly form: LeadForm;
  readonly onClose: () => void;
}): React.JSX.Element {
  const wordings = useQuery({
    queryKey: ['leadForms', form.id, 'wordings'],
    queryFn: () => ask(listConsentWordings({ path: { id: form.id } })),
  });
  const newest = wordings.data?.items.toSorted((a, b) => b.number - a.number) ?? [];
  return (
    <Modal opened onClose={onClose} size="lg" title={`What is agreed to by “${form.title}”`}>
      {wordings.isPending && <GreyRows />}
      {wordings.error && <Refused error={wordings.error} within="card" />}
      {newest.map((wording) => (
        <section key={wording.number} aria-label={`Wording ${wording.number}`}>
          <h3 style={{ margin: '16px 0 0', fontSize: 13 }}>
            {wording.number === form.consentVersion
              ? `Wording ${wording.number}, of now`
              : `Wording ${wording.number}`}
            {`, since ${dayAndTime(new Date(wording.createdAt))}`}
          </h3>
          <RowList label={`Texts of wording ${wording.number}`}>
            {TEXTS.map(([key, label]) => (
              <Row
                key={key}
                title={label}
                line={<span style={{ whiteSpace: 'normal' }}>{wording[key] || 'Not asked'}</span>}
              />
            ))}
          </RowList>
        </section>
      ))}
    </Modal>
  );
}
