import { Kbd, Modal, Table } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { PLACES } from './places.ts';
import { closeShortcutSheet, openShortcutSheet, useShortcutSheet } from './shortcut-sheet-store.ts';

const COMMON: readonly (readonly [string, readonly string[]])[] = [
  ['Search or jump to', ['Ctrl', 'K']],
  ['These shortcuts', ['?']],
];

const OF_PAGES: readonly (readonly [string, readonly string[]])[] = [
  ['Tasks, choosing: the one below, the one above', ['J', 'K']],
  ['Tasks, choosing: this one', ['X']],
  ['Calendar: to another day', ['Alt', '←→↑↓']],
  ['Board of leads: to another stage', ['Alt', '←→']],
  ['Automation: copy and paste a step', ['Ctrl', 'C', 'V']],
  ['Automation: take back, do again', ['Ctrl', 'Z', '⇧Z']],
];

/** Every key that works on any page, and those of single pages. */
export function ShortcutSheet(): React.JSX.Element {
  const { open } = useShortcutSheet();
  useHotkeys([['shift+?', openShortcutSheet]]);
  const rows = [
    ...COMMON,
    ...PLACES.map(({ label, key }) => [`Go to ${label}`, ['G', key.toUpperCase()]] as const),
    ...OF_PAGES,
  ];
  return (
    <Modal opened={open} onClose={closeShortcutSheet} title="Keyboard shortcuts" size="sm">
      <Table>
        <Table.Tbody>
          {rows.map(([label, keys]) => (
            <Table.Tr key={label}>
              <Table.Td>{label}</Table.Td>
              <Table.Td ta="right">
                {keys.map((key) => (
                  <Kbd key={key} ml={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
