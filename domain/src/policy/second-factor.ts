/** Who switches it off for somebody else: an owner of their firm, or an operator of the platform. */
export interface SwitchOffBy {
  readonly as: 'owner' | 'operator';
  readonly identityId: string;
}

/** The account whose second factor is to be switched off. */
export interface SwitchOffTarget {
  readonly identityId: string;
  readonly isOn: boolean;
  readonly isOperator: boolean;
  /** memberships that are open */
  readonly firms: number;
  /** of a firm that has nobody else who could do it */
  readonly isOnlyOwner: boolean;
}

export type SwitchOffRefusal =
  'own_account' | 'operator_account' | 'several_firms' | 'owner_does_it' | 'no_second_factor';

/**
 * Whether they may. Nobody does it for themselves, or a stolen session would be enough. An account is one for all of its
 * firms, so the owner of one of them does not decide for the others; an operator does only what no owner can.
 */
export function maySwitchOff(by: SwitchOffBy, target: SwitchOffTarget): 'yes' | SwitchOffRefusal {
  if (by.identityId === target.identityId) return 'own_account';
  if (by.as === 'owner' && target.isOperator) return 'operator_account';
  if (by.as === 'owner' && target.firms > 1) return 'several_firms';
  if (by.as === 'operator' && !target.isOperator && target.firms === 1 && !target.isOnlyOwner)
    return 'owner_does_it';
  return target.isOn ? 'yes' : 'no_second_factor';
}
