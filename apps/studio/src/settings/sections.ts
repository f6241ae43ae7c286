import type { Ability } from '@rap/domain/policy/abilities';
import {
  IconAddressBook,
  IconArrowsExchange,
  IconBuilding,
  IconClockHour9,
  IconForms,
  IconGavel,
  IconHistory,
  IconKey,
  IconMailOff,
  IconShieldLock,
  IconUserCircle,
  IconUsersGroup,
  IconWebhook,
  type TablerIcon,
} from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';

/** One page of the settings: where it stands in their list, who may open it, and what it is for. */
export interface Section {
  readonly path: string;
  readonly label: string;
  readonly group: 'You' | 'Firm' | 'Messages' | 'Programs' | 'Records';
  readonly icon: TablerIcon;
  readonly needs: Ability;
  readonly page: ComponentType;
}

export const SECTIONS: readonly Section[] = [
  {
    path: 'profile',
    label: 'About you',
    group: 'You',
    icon: IconUserCircle,
    needs: 'user.read',
    page: lazyRouteComponent(() => import('./profile/profile-section.tsx'), 'ProfileSection'),
  },
  {
    path: 'account',
    label: 'Sign-in and security',
    group: 'You',
    icon: IconShieldLock,
    needs: 'settings.read',
    page: lazyRouteComponent(() => import('./account/account-section.tsx'), 'AccountSection'),
  },
  {
    path: 'firm',
    label: 'The firm',
    group: 'Firm',
    icon: IconBuilding,
    needs: 'settings.read',
    page: lazyRouteComponent(() => import('./firm/firm-section.tsx'), 'FirmSection'),
  },
  {
    path: 'team',
    label: 'Team',
    group: 'Firm',
    icon: IconUsersGroup,
    needs: 'user.read',
    page: lazyRouteComponent(() => import('./team/team-section.tsx'), 'TeamSection'),
  },
  {
    path: 'books',
    label: 'Books',
    group: 'Firm',
    icon: IconAddressBook,
    needs: 'user.read',
    page: lazyRouteComponent(() => import('./books/books-section.tsx'), 'BooksSection'),
  },
  {
    path: 'sending',
    label: 'Hours and limits',
    group: 'Messages',
    icon: IconClockHour9,
    needs: 'settings.read',
    page: lazyRouteComponent(() => import('./sending/sending-section.tsx'), 'SendingSection'),
  },
  {
    path: 'suppression',
    label: 'Who wants no messages',
    group: 'Messages',
    icon: IconMailOff,
    needs: 'suppression.read',
    page: lazyRouteComponent(() => import('./suppression/suppression-section.tsx'), 'SuppressionSection'),
  },
  {
    path: 'forms',
    label: 'Forms',
    group: 'Messages',
    icon: IconForms,
    needs: 'form.read',
    page: lazyRouteComponent(() => import('./forms/forms-section.tsx'), 'FormsSection'),
  },
  {
    path: 'api-keys',
    label: 'API keys',
    group: 'Programs',
    icon: IconKey,
    needs: 'key.manage',
    page: lazyRouteComponent(() => import('./api-keys/api-keys-section.tsx'), 'ApiKeysSection'),
  },
  {
    path: 'webhooks',
    label: 'Webhooks',
    group: 'Programs',
    icon: IconWebhook,
    needs: 'webhook.read',
    page: lazyRouteComponent(() => import('./webhooks/webhooks-section.tsx'), 'WebhooksSection'),
  },
  {
    path: 'events',
    label: 'Events',
    group: 'Programs',
    icon: IconArrowsExchange,
    needs: 'spine.read',
    page: lazyRouteComponent(() => import('./events/events-section.tsx'), 'EventsSection'),
  },
  {
    path: 'legal-holds',
    label: 'Legal holds',
    group: 'Records',
    icon: IconGavel,
    needs: 'legal_hold.read',
    page: lazyRouteComponent(() => import('./legal-holds/legal-holds-section.tsx'), 'LegalHoldsSection'),
  },
  {
    path: 'audit',
    label: 'Audit log',
    group: 'Records',
    icon: IconHistory,
    needs: 'audit.read',
    page: lazyRouteComponent(() => import('./audit/audit-section.tsx'), 'AuditSection'),
  },
];
