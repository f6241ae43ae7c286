import { useLocalStorage } from '@mantine/hooks';
import { columnsOf, type LeadColumn, type LeadsSearch } from './leads-search.ts';

/**
 * The columns of the list: those that the address or the view names, else those that the reader chose last on this device.
 * What is chosen goes into the address, so that it can be sent on, and is kept.
 */
export function useColumns(
  search: LeadsSearch,
  change: (changes: Partial<LeadsSearch>) => void,
): [readonly LeadColumn[], (columns: readonly LeadColumn[]) => void] {
  const [kept, keep] = useLocalStorage({ key: 'rap.leads.columns', defaultValue: '' });
  const named = search.cols ?? (search.saved ? undefined : kept || undefined);
  return [
    columnsOf({ view: search.view, ...(named && { cols: named }) }),
    (columns) => {
      const cols = columns.join(' ');
      keep(cols);
      change({ cols: cols || undefined });
    },
  ];
}
