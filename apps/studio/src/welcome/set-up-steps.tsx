import {
  Checkbox,
  MultiSelect,
  PasswordInput,
  Radio,
  Select,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { STATE_NAMES } from '@rap/domain/places/state-names';
import type { SetUp } from './use-set-up.ts';

const STATES = Object.entries(STATE_NAMES).map(([value, label]) => ({ value, label: String(label) }));

export function YouStep({
  setUp,
  email,
  known,
}: {
  setUp: SetUp;
  email: string;
  known: boolean;
}): React.JSX.Element {
  const { typed, set, refusal } = setUp;
  return (
    <Stack gap="md">
      <TextInput size="md" label="Work email" name="email" autoComplete="username" readOnly value={email} />
      <TextInput
        size="md"
        label="Your name"
        description="As clients read it under your messages"
        autoComplete="name"
        autoFocus
        required
        withAsterisk={false}
        error={refusal?.at('displayName')}
        value={typed.displayName}
        onChange={({ currentTarget: { value } }) => set({ displayName: value })}
      />
      <PasswordInput
        size="md"
        label={known ? 'The password of your account' : 'Choose a password'}
        description={
          known
            ? 'You work in another firm already: it proves that it is you'
            : 'Long beats complicated: a sentence that only you know'
        }
        autoComplete={known ? 'current-password' : 'new-password'}
        required
        withAsterisk={false}
        error={refusal?.at('password')}
        value={typed.password}
        onChange={({ currentTarget: { value } }) => set({ password: value })}
      />
    </Stack>
  );
}

export function FirmStep({ setUp }: { setUp: SetUp }): React.JSX.Element {
  const { typed, set, refusal } = setUp;
  return (
    <Stack gap="md">
      <TextInput
        size="md"
        label="Name of the firm"
        autoComplete="organization"
        autoFocus
        required
        withAsterisk={false}
        error={refusal?.at('name')}
        value={typed.name}
        onChange={({ currentTarget: { value } }) => set({ name: value })}
      />
      <MultiSelect
        size="md"
        label="States where it is registered"
        searchable
        required
        withAsterisk={false}
        error={refusal?.at('states')}
        data={STATES}
        value={[...typed.states]}
        onChange={(states) => set({ states })}
      />
      <Select
        size="md"
        label="Time zone"
        searchable
        allowDeselect={false}
        error={refusal?.at('timeZone')}
        data={Intl.supportedValuesOf('timeZone')}
        value={typed.timeZone}
        onChange={(timeZone) => timeZone && set({ timeZone })}
      />
      <Textarea
        size="md"
        label="Postal address"
        description="The law wants it under every offer by email"
        autosize
        minRows={2}
        required
        withAsterisk={false}
        error={refusal?.at('postalAddress')}
        value={typed.postalAddress}
        onChange={({ currentTarget: { value } }) => set({ postalAddress: value })}
      />
      <TextInput
        size="md"
        label="Phone, optional"
        type="tel"
        autoComplete="tel"
        error={refusal?.at('phone')}
        value={typed.phone ?? ''}
        onChange={({ currentTarget: { value } }) => set({ phone: value })}
      />
    </Stack>
  );
}

export function CareStep({ setUp }: { setUp: SetUp }): React.JSX.Element {
  const { typed, setting, refusal } = setUp;
  const { settings } = typed;
  return (
    <Stack gap="lg">
      <TextInput
        size="md"
        label="Domain that your mail comes from, optional"
        description="Nothing is sent by email before there is one; the settings check it and show what your DNS needs"
        placeholder="yourfirm.com"
        error={refusal?.at('settings.emailDomain')}
        value={settings.emailDomain ?? ''}
        onChange={({ currentTarget: { value } }) => setting({ emailDomain: value.trim() })}
      />
      <Radio.Group
        size="md"
        label="When texts may go out"
        value={settings.sendingHours ?? 'by_place'}
        onChange={(value) => setting({ sendingHours: value === 'safe' ? 'safe' : 'by_place' })}
      >
        <Stack gap="xs" mt="xs">
          <Radio
            value="by_place"
            label="In the hours of wherever the person may be, by the rules of their state"
          />
          <Radio value="safe" label="On week days from 10 to 18 in every zone they could be in" />
        </Stack>
      </Radio.Group>
      <Checkbox
        label="Two people look at automations and texts before they go live"
        description="Switch it off while you work alone: nobody else could approve"
        checked={settings.fourEyes ?? true}
        onChange={({ currentTarget: { checked } }) => setting({ fourEyes: checked })}
      />
      <Checkbox
        label="Whoever signs in by password needs a second factor"
        description="You set yours up right after this"
        checked={settings.requireSecondFactor ?? false}
        onChange={({ currentTarget: { checked } }) => setting({ requireSecondFactor: checked })}
      />
    </Stack>
  );
}
