import { useQuery } from '@tanstack/react-query';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows } from '../../parts/rows.tsx';
import { SectionFrame } from '../section.tsx';
import { ProfileForm } from './profile-form.tsx';
import { profileQuery } from './profile-query.ts';

/** What the reader says of themselves in this firm. */
export function ProfileSection(): React.JSX.Element {
  const profile = useQuery(profileQuery);
  return (
    <SectionFrame title="About you" facts="What colleagues see, and what stands under your messages">
      {profile.isPending && <GreyRows />}
      {profile.error && <Refused error={profile.error} within="card" />}
      {profile.data && <ProfileForm key={profile.data.version} user={profile.data} />}
    </SectionFrame>
  );
}
