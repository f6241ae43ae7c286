import { listInvitations } from '@rap/contracts/api-client';
import { ask } from '../../api/ask.ts';

export const invitationsQuery = { queryKey: ['invitations'], queryFn: () => ask(listInvitations()) };
