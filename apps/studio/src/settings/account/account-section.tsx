import { SectionFrame } from '../section.tsx';
import { OwnPasskeys } from './own-passkeys.tsx';
import { OwnPassword } from './own-password.tsx';
import { OwnSecondFactor } from './own-second-factor.tsx';
import { OwnSessions } from './own-sessions.tsx';

/** How the reader signs in, and where they are signed in. */
export function AccountSection(): React.JSX.Element {
  return (
    <SectionFrame title="Sign-in and security" facts="Of your own account, in every firm that you work in">
      <OwnPassword />
      <OwnSecondFactor />
      <OwnPasskeys />
      <OwnSessions />
    </SectionFrame>
  );
}
