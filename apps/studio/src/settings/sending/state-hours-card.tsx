import { Button, NativeSelect, VisuallyHidden } from '@mantine/core';
import { FirmSettings } from '@rap/contracts/firm-settings';
import type { SendingRules, StateHours } from '@rap/contracts/api-client';
import { STATE_NAMES } from '@rap/domain/places/state-names';
import { useState } from 'react';
import { Card } from '../../parts/page.tsx';
import { Status } from '../../parts/status.tsx';
import classes from '../settings.module.css';
import { hoursInWords } from './hours-words.ts';
import { StateHoursDialog } from './state-hours-dialog.tsx';
import { useRulesChange } from './use-rules.ts';

const FEDERAL = { fromMinute: 480, untilMinute: 1260 };
const FEDERAL_HOURS = { weekday: FEDERAL, saturday: FEDERAL, sunday: FEDERAL, holiday: FEDERAL };

/** When texts may arrive, state by state: the default of each, or what the firm's counsel reads. */
export function StateHoursCard({
  rules,
  readOnly,
}: {
  readonly rules: SendingRules;
  readonly readOnly: boolean;
}): React.JSX.Element {
  const { mutate } = useRulesChange('The hours are changed');
  const [state, setState] = useState<StateHours>();
  const own = new Map(rules.stateHours.map((hours) => [hours.state, hours]));
  const defaults = new Map(rules.stateHoursByDefault.map((hours) => [hours.state, hours]));
  const rows = [...new Map([...defaults, ...own]).values()].toSorted((a, b) =>
    a.state.localeCompare(b.state),
  );
  const others = Object.entries(STATE_NAMES).filter(([code]) => !rows.some((row) => row.state === code));
  return (
    <Card title="When texts may arrive" aside="On the clock of wherever the person is">
      <div className={classes.form}>
        <NativeSelect
          maw={420}
          label="For everybody"
          disabled={readOnly}
          value={rules.sendingHours}
          data={[
            { value: 'by_place', label: 'The hours of each state' },
            { value: 'safe', label: 'Weekdays from 10 am to 6 pm, everywhere' },
          ]}
          onChange={({ currentTarget }) =>
            mutate({ sendingHours: FirmSettings.shape.sendingHours.parse(currentTarget.value) })
          }
        />
        <p className={classes.hint}>
          In states that are not listed: 8 am to 9 pm on every day (47 CFR 64.1200(c)(1)), which holds
          whatever stands here. The defaults come from secondary sources, read the strictest way: your counsel
          may read them otherwise.
        </p>
      </div>
      <div className={classes.sheet} tabIndex={0} role="region" aria-label="Hours of states">
        <table>
          <thead>
            <tr>
              <th>State</th>
              <th>Weekdays</th>
              <th>Saturday</th>
              <th>Sunday</th>
              <th>Holidays</th>
              <th>By</th>
              {!readOnly && (
                <th>
                  <VisuallyHidden>What to do</VisuallyHidden>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.state}>
                <td>{STATE_NAMES[row.state] ?? row.state}</td>
                <td>{hoursInWords(row.weekday)}</td>
                <td>{hoursInWords(row.saturday)}</td>
                <td>{hoursInWords(row.sunday)}</td>
                <td>{hoursInWords(row.holiday)}</td>
                <td>{own.has(row.state) ? <Status tone="info">The firm</Status> : 'Default'}</td>
                {!readOnly && (
                  <td>
                    <Button size="xs" variant="default" onClick={() => setState(row)}>
                      Change
                    </Button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!readOnly && (
        <div className={classes.form}>
          <NativeSelect
            maw={420}
            label="Hours for another state"
            value=""
            data={[
              { value: '', label: 'Choose a state' },
              ...others.map(([value, label]) => ({ value, label: String(label) })),
            ]}
            onChange={({ currentTarget }) =>
              currentTarget.value && setState({ state: currentTarget.value, ...FEDERAL_HOURS })
            }
          />
        </div>
      )}
      {state && (
        <StateHoursDialog
          hours={state}
          byDefault={defaults.get(state.state)}
          standing={rules.stateHours}
          onClose={() => setState(undefined)}
        />
      )}
    </Card>
  );
}
