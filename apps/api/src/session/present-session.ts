import type { SessionShown } from '@rap/contracts/user';
import type { OpenSession } from '@rap/database/identity/sessions';

export const presentSession = (session: OpenSession, currentId: string): SessionShown => ({
  id: session.id,
  userAgent: session.userAgent,
  createdAt: session.createdAt.toISOString(),
  lastSeenAt: session.lastSeenAt.toISOString(),
  current: session.id === currentId,
});
