import { useQuery } from '@tanstack/react-query';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows } from '../../parts/rows.tsx';
import { useMay, whoCan } from '../../session/session.ts';
import { SectionFrame } from '../section.tsx';
import { BlackoutDays } from './blackout-days.tsx';
import { DomainCard } from './domain-card.tsx';
import { EndsCard } from './ends-card.tsx';
import { Limits } from './limits.tsx';
import { Senders } from './senders.tsx';
import { StateHoursCard } from './state-hours-card.tsx';
import { StopSwitchCard } from './stop-switch-card.tsx';
import { rulesQuery } from './use-rules.ts';

/** When and how much the firm writes to one person, from where, and how all of it is stopped. */
export function SendingSection(): React.JSX.Element {
  const rules = useQuery(rulesQuery);
  const mayChange = useMay('settings.change');
  return (
    <SectionFrame
      title="Hours and limits"
      facts={
        mayChange
          ? 'The gate asks these of every message, whoever or whatever writes it'
          : `Changed by ${whoCan('settings.change')}`
      }
    >
      {rules.isPending && <GreyRows />}
      {rules.error && <Refused error={rules.error} />}
      {rules.data && (
        <>
          <StopSwitchCard rules={rules.data} readOnly={!mayChange} />
          <EndsCard />
          <Limits key={rules.data.version} rules={rules.data} readOnly={!mayChange} />
          <StateHoursCard rules={rules.data} readOnly={!mayChange} />
          <BlackoutDays rules={rules.data} readOnly={!mayChange} />
          <Senders key={`senders:${rules.data.version}`} rules={rules.data} readOnly={!mayChange} />
          <DomainCard key={rules.data.emailDomain} domain={rules.data.emailDomain} readOnly={!mayChange} />
        </>
      )}
    </SectionFrame>
  );
}
