import {
  IconChecklist,
  IconHome,
  IconFileText,
  IconRoute,
  IconSettings,
  IconUserPlus,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import type { Ability } from '@rap/domain/policy/abilities';

/** A page of the first level: where it stands in the navigation, the palette and the keys is told by this alone. */
export interface Place {
  readonly to: '/' | '/tasks' | '/people' | '/leads' | '/automations' | '/templates' | '/settings';
  readonly label: string;
  readonly icon: TablerIcon;
  readonly needs: Ability;
  /** pressed after G */
  readonly key: string;
  readonly group?: 'Relationships' | 'Practice';
  /** at the foot of the navigation, by the reader's own name */
  readonly atFoot?: boolean;
  /** in the bottom bar of a phone */
  readonly onPhone: boolean;
}

export const PLACES: readonly Place[] = [
  { to: '/', label: 'Today', icon: IconHome, needs: 'task.read', key: 'h', onPhone: true },
  { to: '/tasks', label: 'Tasks', icon: IconChecklist, needs: 'task.read', key: 't', onPhone: true },
  {
    to: '/people',
    label: 'People',
    icon: IconUsers,
    needs: 'person.read',
    key: 'p',
    group: 'Relationships',
    onPhone: true,
  },
  {
    to: '/leads',
    label: 'Leads',
    icon: IconUserPlus,
    needs: 'lead.read',
    key: 'l',
    group: 'Relationships',
    onPhone: true,
  },
  {
    to: '/automations',
    label: 'Automations',
    icon: IconRoute,
    needs: 'automation.read',
    key: 'a',
    group: 'Practice',
    onPhone: false,
  },
  {
    to: '/templates',
    label: 'Templates',
    icon: IconFileText,
    needs: 'template.read',
    key: 'e',
    group: 'Practice',
    onPhone: false,
  },
  {
    to: '/settings',
    label: 'Settings',
    icon: IconSettings,
    needs: 'settings.read',
    key: 's',
    atFoot: true,
    onPhone: false,
  },
];
