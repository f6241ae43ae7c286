import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { Refusal } from '../../api/refusal.ts';
import type { Way } from './standing.ts';
import { useReach } from './use-reach.ts';

/** A new address or number. */
export function WayForm({
  personId,
  channel,
  onClose,
}: {
  readonly personId: string;
  readonly channel: Way['channel'];
  readonly onClose: () => void;
}): React.JSX.Element {
  const reach = useReach(personId);
  const [address, setAddress] = useState('');
  const [label, setLabel] = useState(channel === 'email' ? 'home' : 'mobile');
  const email = channel === 'email';
  const refusal = reach.error instanceof Refusal ? reach.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    reach.mutate({ do: 'add', channel, address: address.trim(), label }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit} style={{ padding: '0 16px 16px' }}>
      <TextInput
        label={email ? 'Email address' : 'Phone number'}
        type={email ? 'email' : 'tel'}
        autoFocus
        required
        withAsterisk={false}
        value={address}
        error={refusal && (refusal.at(email ? 'address' : 'number') ?? refusal.message)}
        onChange={({ currentTarget }) => setAddress(currentTarget.value)}
        onKeyDown={({ key }) => key === 'Escape' && onClose()}
      />
      <NativeSelect
        label="What it is"
        mt="xs"
        value={label}
        onChange={({ currentTarget }) => setLabel(currentTarget.value)}
        data={[
          { value: 'home', label: 'Home' },
          { value: 'work', label: 'Work' },
          { value: 'mobile', label: 'Mobile' },
          { value: 'other', label: 'Other' },
        ]}
      />
      <Group justify="flex-end" mt="sm" gap="xs">
        <Button variant="default" size="xs" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="default" size="xs" type="submit" loading={reach.isPending}>
          Add it
        </Button>
      </Group>
    </form>
  );
}
