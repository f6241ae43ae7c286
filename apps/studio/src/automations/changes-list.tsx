import type { DefinitionDifference } from '@rap/contracts/api-client';

/** What one version has that another has not, in words. */
export const ChangesList = ({
  changes,
}: {
  readonly changes: DefinitionDifference['changes'];
}): React.JSX.Element => (
  <ul style={{ margin: 0, paddingLeft: 20 }}>
    {changes.map((change) => (
      <li key={`${change.what}:${change.about}:${change.id ?? change.label}`}>
        {change.what === 'added' ? 'New: ' : change.what === 'removed' ? 'Taken away: ' : ''}
        {change.label}
        {change.details.map((detail) => (
          <div key={detail.field} style={{ color: 'var(--rap-text-2)' }}>
            {detail.field}: {detail.before ?? 'nothing'} becomes {detail.after ?? 'nothing'}
          </div>
        ))}
      </li>
    ))}
  </ul>
);
