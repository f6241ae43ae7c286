import { Menu, useMantineColorScheme } from '@mantine/core';
import { signOut } from '@rap/contracts/api-client';
import { IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ask } from '../api/ask.ts';
import { useDensity } from './density.ts';
import { openShortcutSheet } from './shortcut-sheet-store.ts';

const SCHEMES = [
  { scheme: 'light', label: 'Light', Icon: IconSun },
  { scheme: 'dark', label: 'Dark', Icon: IconMoon },
  { scheme: 'auto', label: 'As the system', Icon: IconDeviceDesktop },
] as const;

/** What is mine: how it looks, the keys, and the way out. */
export function MeMenuItems(): React.JSX.Element {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = useDensity();
  const leave = async (): Promise<void> => {
    await ask(signOut());
    await navigate({ to: '/sign-in' });
    queries.clear();
  };
  return (
    <>
      <Menu.Label>Colours</Menu.Label>
      {SCHEMES.map(({ scheme, label, Icon }) => (
        <Menu.Item
          key={scheme}
          leftSection={<Icon size={16} stroke={1.6} />}
          aria-current={colorScheme === scheme}
          fw={colorScheme === scheme ? 600 : undefined}
          onClick={() => setColorScheme(scheme)}
        >
          {label}
        </Menu.Item>
      ))}
      <Menu.Label>Rows</Menu.Label>
      {(['dense', 'roomy'] as const).map((one) => (
        <Menu.Item
          key={one}
          aria-current={density === one}
          fw={density === one ? 600 : undefined}
          onClick={() => setDensity(one)}
        >
          {one === 'dense' ? 'Dense' : 'Roomy'}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.6} />} onClick={openShortcutSheet}>
        Keyboard shortcuts
      </Menu.Item>
      <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={() => void leave()}>
        Sign out
      </Menu.Item>
    </>
  );
}
