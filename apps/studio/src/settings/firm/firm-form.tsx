import { Button, Checkbox, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { changeFirm, type Firm } from '@rap/contracts/api-client';
import { STATE_NAMES } from '@rap/domain/places/state-names';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { ask } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { sayDone } from '../../parts/notify.tsx';
import { Card } from '../../parts/page.tsx';
import { UnsavedGuard } from '../../parts/unsaved.tsx';
import { firmQuery } from '../../shell/firm-query.ts';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import classes from '../settings.module.css';

const STATES = Object.entries(STATE_NAMES).map(([value, label]) => ({ value, label: String(label) }));

/** Name, place and care of the firm. */
export function FirmForm({
  firm,
  readOnly,
}: {
  readonly firm: Firm;
  readonly readOnly: boolean;
}): React.JSX.Element {
  const queries = useQueryClient();
  const { name, timeZone, states, phone, postalAddress, settings } = firm;
  const [asItStands] = useState({
    name,
    timeZone,
    states: [...states],
    phone: phone ?? '',
    postalAddress: postalAddress ?? '',
    fourEyes: settings.fourEyes,
    requireSecondFactor: settings.requireSecondFactor,
    retentionYears: settings.retentionYears,
  });
  const [typed, setTyped] = useState(asItStands);
  const set = <K extends keyof typeof typed>(key: K, value: (typeof typed)[K]): void =>
    setTyped((before) => ({ ...before, [key]: value }));
  const saving = useMutation({
    mutationFn: () => {
      const { fourEyes, requireSecondFactor, retentionYears, ...told } = typed;
      return ask(
        changeFirm({
          body: {
            ...told,
            version: firm.version,
            phone: told.phone || null,
            postalAddress: told.postalAddress || null,
            settings: { fourEyes, requireSecondFactor, retentionYears },
          },
        }),
      );
    },
    onSuccess: (now) => {
      queries.setQueryData(firmQuery.queryKey, now);
      sayDone('The firm is changed');
    },
  });
  const refusal = saving.error instanceof Refusal ? saving.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form onSubmit={submit} style={{ display: 'contents' }}>
      <UnsavedGuard when={JSON.stringify(typed) !== JSON.stringify(asItStands)} />
      <WholeRefusal refusal={refusal} />
      <Card title="Who it is">
        <div className={classes.form}>
          <TextInput
            maw={420}
            label="Name"
            disabled={readOnly}
            error={refusal?.at('name')}
            value={typed.name}
            onChange={({ currentTarget: { value } }) => set('name', value)}
          />
          <Textarea
            maw={420}
            label="Postal address"
            description="Stands under every offer by email (CAN-SPAM, 15 U.S.C. 7704(a)(5))"
            autosize
            disabled={readOnly}
            error={refusal?.at('postalAddress')}
            value={typed.postalAddress}
            onChange={({ currentTarget: { value } }) => set('postalAddress', value)}
          />
          <TextInput
            maw={420}
            label="Phone"
            type="tel"
            disabled={readOnly}
            error={refusal?.at('phone')}
            value={typed.phone}
            onChange={({ currentTarget: { value } }) => set('phone', value)}
          />
          <Select
            maw={420}
            label="Time zone"
            searchable
            allowDeselect={false}
            disabled={readOnly}
            error={refusal?.at('timeZone')}
            data={Intl.supportedValuesOf('timeZone')}
            value={typed.timeZone}
            onChange={(value) => value && set('timeZone', value)}
          />
          <MultiSelect
            maw={420}
            label="States where it is registered"
            searchable
            disabled={readOnly}
            error={refusal?.at('states')}
            data={STATES}
            value={typed.states}
            onChange={(value) => set('states', value)}
          />
        </div>
      </Card>
      <Card title="How careful it is">
        <div className={classes.form}>
          <Checkbox
            label="Two people look at automations and texts before they go live"
            description="Somebody other than the author approves them"
            disabled={readOnly}
            checked={typed.fourEyes}
            onChange={({ currentTarget: { checked } }) => set('fourEyes', checked)}
          />
          <Checkbox
            label="Whoever signs in by password needs a second factor"
            description="Those who have none set one up before the first page"
            disabled={readOnly}
            checked={typed.requireSecondFactor}
            onChange={({ currentTarget: { checked } }) => set('requireSecondFactor', checked)}
          />
          <NumberInput
            maw={420}
            label="Years that records are kept"
            description="From the end of the year of the youngest one; six also cover 17 CFR 240.17a-4, five are the least (17 CFR 275.204-2(e)(1))"
            min={5}
            max={100}
            disabled={readOnly}
            error={refusal?.at('settings.retentionYears')}
            value={typed.retentionYears}
            onChange={(value) => set('retentionYears', Number(value))}
          />
        </div>
      </Card>
      {!readOnly && (
        <div className={classes.actions}>
          <Button type="submit" loading={saving.isPending}>
            Save
          </Button>
        </div>
      )}
    </form>
  );
}
