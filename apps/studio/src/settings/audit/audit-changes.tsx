import { openAuditVersion, type AuditEvent } from '@rap/contracts/api-client';
import { OPENED_TABLES, type AuditVersionQuery } from '@rap/contracts/audit-event';
import { ask } from '../../api/ask.ts';
import { AskedDetails } from '../../parts/asked-details.tsx';
import classes from '../settings.module.css';
import { fieldInWords, valueInWords } from './audit-words.ts';

type Opened = AuditVersionQuery['table'];
const isOpened = (table: string): table is Opened => OPENED_TABLES.some((one) => one === table);

/** The version of a record that a line of the log is about; undefined for lines about none, or one that is not opened. */
function versionOf({ action, detail: { recordId, version } }: AuditEvent): AuditVersionQuery | undefined {
  const table = action.replace(/\.(create|update|delete|restore)$/, '');
  if (table === action || !isOpened(table)) return undefined;
  return typeof recordId === 'string' && typeof version === 'number'
    ? { table, recordId, version }
    : undefined;
}

/** What stood in the record before and after. */
export function AuditChanges({
  event,
  nameOf,
}: {
  readonly event: AuditEvent;
  readonly nameOf: (id: string) => string;
}): React.JSX.Element | null {
  const of = versionOf(event);
  if (!of) return null;
  return (
    <AskedDetails
      summary="Before and after"
      className={classes.changes}
      queryKey={['audit', 'version', of]}
      queryFn={() => ask(openAuditVersion({ query: of }))}
    >
      {({ changes }) =>
        changes.length === 0 ? (
          <p>Nothing that is shown became different.</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th>What</th>
                <th>Before</th>
                <th>After</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ field, before, after }) => (
                <tr key={field}>
                  <th scope="row">{fieldInWords(field)}</th>
                  <td>{valueInWords(before, nameOf)}</td>
                  <td>{valueInWords(after, nameOf)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    </AskedDetails>
  );
}
