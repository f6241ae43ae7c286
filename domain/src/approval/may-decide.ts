import type { Role } from '@rap/contracts/actor';

/** Who answers what a run asks: whom it asked, and an owner for anybody; where it asked nobody, an advisor too. */
export function mayDecide(
  user: { readonly id: string; readonly role: Role },
  approval: { readonly assigneeId: string | null },
): boolean {
  if (approval.assigneeId === user.id || user.role === 'owner') return true;
  return approval.assigneeId === null && user.role === 'advisor';
}
