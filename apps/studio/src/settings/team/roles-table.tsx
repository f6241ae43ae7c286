import { GRANTED, type Ability } from '@rap/domain/policy/abilities';
import { Role } from '@rap/contracts/actor';
import { IconCheck } from '@tabler/icons-react';
import { Fragment } from 'react';
import { Card } from '../../parts/page.tsx';
import { ROLE_NAMES } from '../../parts/roles.ts';
import { ABILITY_WORDS } from '../ability-words.ts';
import classes from '../settings.module.css';

/** What each role may do, from the table that the server decides by. */
export function RolesTable(): React.JSX.Element {
  return (
    <Card title="What each role may do" aside="People of the books that they work for">
      <div className={classes.sheet} tabIndex={0} role="region" aria-label="Abilities of each role">
        <table>
          <thead>
            <tr>
              <th>May</th>
              {Role.options.map((role) => (
                <th key={role}>{ROLE_NAMES[role]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Object.entries(ABILITY_WORDS).map(([part, abilities]) => (
              <Fragment key={part}>
                <tr>
                  <th colSpan={Role.options.length + 1} scope="rowgroup">
                    {part}
                  </th>
                </tr>
                {(Object.entries(abilities) as [Ability, string][]).map(([ability, words]) => (
                  <tr key={ability}>
                    <td>{words}</td>
                    {Role.options.map((role) => (
                      <td key={role}>
                        {GRANTED[ability].includes(role) ? (
                          <IconCheck size={16} aria-label="yes" color="var(--rap-ok)" />
                        ) : (
                          <span className={classes.no}>No</span>
                        )}
                      </td>
                    ))}
                  </tr>
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
