import { Button, Select, TextInput } from '@mantine/core';
import { changeProfile, type User } from '@rap/contracts/api-client';
import { readablePhone } from '@rap/domain/messages/readable-phone';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { ask } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { usersQuery } from '../../parts/names.ts';
import { sayDone } from '../../parts/notify.tsx';
import { Card } from '../../parts/page.tsx';
import { UnsavedGuard } from '../../parts/unsaved.tsx';
import { sessionQuery } from '../../session/session.ts';
import classes from '../settings.module.css';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import { profileQuery } from './profile-query.ts';

/** Name, title, phone, zone and booking link of the reader. */
export function ProfileForm({ user }: { readonly user: User }): React.JSX.Element {
  const queries = useQueryClient();
  const [asItStands] = useState({
    displayName: user.displayName,
    title: user.title ?? '',
    phone: user.phone ? readablePhone(user.phone) : '',
    timeZone: user.timeZone,
    bookingLink: user.bookingLink ?? '',
  });
  const [typed, setTyped] = useState(asItStands);
  const set = (key: keyof typeof typed, value: string): void =>
    setTyped((before) => ({ ...before, [key]: value }));
  const dirty = JSON.stringify(typed) !== JSON.stringify(asItStands);
  const saving = useMutation({
    mutationFn: () =>
      ask(
        changeProfile({
          body: {
            ...typed,
            version: user.version,
            title: typed.title || null,
            phone: typed.phone || null,
            bookingLink: typed.bookingLink || null,
          },
        }),
      ),
    onSuccess: (now) => {
      queries.setQueryData(profileQuery.queryKey, now);
      void queries.invalidateQueries({ queryKey: usersQuery.queryKey });
      void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
      sayDone('What you say of yourself is changed');
    },
  });
  const refusal = saving.error instanceof Refusal ? saving.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate();
  };
  const field = (key: Exclude<keyof typeof typed, 'timeZone'>) => ({
    maw: 420,
    error: refusal?.at(key),
    value: typed[key],
    onChange: ({ currentTarget }: React.ChangeEvent<HTMLInputElement>) => set(key, currentTarget.value),
  });
  return (
    <Card title="You in this firm" aside={user.email}>
      <UnsavedGuard when={dirty} />
      <form className={classes.form} onSubmit={submit}>
        <WholeRefusal refusal={refusal} />
        <TextInput label="Name" {...field('displayName')} />
        <TextInput
          label="Title"
          description="Templates can put it under your name, for example Senior advisor, CFP"
          {...field('title')}
        />
        <TextInput
          label="Phone"
          type="tel"
          description="Templates can name it, and texts that you test go to it"
          {...field('phone')}
        />
        <TextInput
          label="Booking link"
          type="url"
          placeholder="https://"
          description="Where people pick a time with you; templates of the gallery use it"
          {...field('bookingLink')}
        />
        <Select
          maw={420}
          label="Time zone"
          searchable
          allowDeselect={false}
          error={refusal?.at('timeZone')}
          data={Intl.supportedValuesOf('timeZone')}
          value={typed.timeZone}
          onChange={(value) => value && set('timeZone', value)}
        />
        <div className={classes.actions}>
          <Button type="submit" disabled={!dirty} loading={saving.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Card>
  );
}
