import { useQuery } from '@tanstack/react-query';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows } from '../../parts/rows.tsx';
import { useMay, whoCan } from '../../session/session.ts';
import { firmQuery } from '../../shell/firm-query.ts';
import { SectionFrame } from '../section.tsx';
import { FirmForm } from './firm-form.tsx';

/** Who the firm is to those it writes to, and how careful it is. */
export function FirmSection(): React.JSX.Element {
  const firm = useQuery(firmQuery);
  const mayChange = useMay('settings.change');
  return (
    <SectionFrame
      title="The firm"
      facts={
        mayChange ? 'As it stands in messages and in their footer' : `Changed by ${whoCan('settings.change')}`
      }
    >
      {firm.isPending && <GreyRows />}
      {firm.error && <Refused error={firm.error} />}
      {firm.data && <FirmForm key={firm.data.version} firm={firm.data} readOnly={!mayChange} />}
    </SectionFrame>
  );
}
