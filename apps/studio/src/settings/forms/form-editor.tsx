import {
  Button,
  Checkbox,
  Group,
  NativeSelect,
  NumberInput,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { changeLeadForm, createLeadForm, type LeadForm } from '@rap/contracts/api-client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState, type SubmitEvent } from 'react';
import { ask, keyAfter, once } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { leadSourcesQuery } from '../../parts/names.ts';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import { booksQuery } from '../books/books-query.ts';

const AREAS = [
  ['intro', 'Under the headline', 'A sentence or two'],
  ['consentEmail', 'Agreed to for offers by email', 'Left empty it is not asked'],
  ['consentSms', 'Agreed to for texts about the inquiry', 'Left empty it is not asked'],
  [
    'consentSmsMarketing',
    'Agreed to for offers by text',
    'Left empty it is not asked. Only a YES from the phone counts',
  ],
  ['disclosure', 'What the firm has to say about itself', 'Stands under the form'],
] as const;

/** A new form, or the words of one. Other words of what is agreed to are another wording; who agreed before agreed to theirs. */
export function FormEditor({
  form,
  onClose,
  onSaved,
}: {
  readonly form: LeadForm | undefined;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}): React.JSX.Element {
  const sources = useQuery(leadSourcesQuery);
  const books = useQuery(booksQuery);
  const [typed, setTyped] = useState({
    title: form?.title ?? '',
    buttonLabel: form?.buttonLabel ?? 'Send',
    intro: form?.intro ?? '',
    disclosure: form?.disclosure ?? '',
    consentEmail: form?.consentEmail ?? '',
    consentSms: form?.consentSms ?? '',
    consentSmsMarketing: form?.consentSmsMarketing ?? '',
    sourceId: form?.sourceId ?? '',
    bookId: form?.bookId ?? '',
    origins: form?.allowedOrigins.join('\n') ?? '',
    dailyLimit: form?.dailyLimit ?? 200,
    retired: form ? form.retiredAt !== null : false,
  });
  const set = (changes: Partial<typeof typed>): void => setTyped((before) => ({ ...before, ...changes }));
  const offered =
    sources.data?.items.filter(({ retiredAt, id }) => retiredAt === null || id === form?.sourceId) ?? [];
  const sourceId = typed.sourceId || (offered[0]?.id ?? '');
  const bookId = typed.bookId || (books.data?.items[0]?.id ?? '');
  const key = useRef<string>(crypto.randomUUID());
  const saving = useMutation({
    mutationFn: () => {
      const { origins, retired, ...words } = typed;
      const allowedOrigins = origins.split(/\s+/).filter(Boolean);
      const body = { ...words, sourceId, bookId, allowedOrigins };
      return form
        ? ask(changeLeadForm({ path: { id: form.id }, body: { ...body, retired, version: form.version } }))
        : ask(createLeadForm({ body, ...once(key.current) }));
    },
    onSuccess: onSaved,
    onError: (error) => (key.current = keyAfter(error, key.current)),
  });
  const refusal = saving.error instanceof Refusal ? saving.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <FormDialog opened onClose={onClose} size="lg" title={form ? form.title : 'New form'}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <WholeRefusal refusal={refusal} fieldsToo />
          <Group grow align="flex-start">
            <TextInput
              label="Headline"
              data-autofocus
              maxLength={200}
              error={refusal?.at('title')}
              value={typed.title}
              onChange={({ currentTarget: { value } }) => set({ title: value })}
            />
            <TextInput
              label="On the button"
              maxLength={60}
              error={refusal?.at('buttonLabel')}
              value={typed.buttonLabel}
              onChange={({ currentTarget: { value } }) => set({ buttonLabel: value })}
            />
          </Group>
          <Group grow align="flex-start">
            <NativeSelect
              label="Leads come by"
              error={refusal?.at('sourceId')}
              data={offered.map(({ id, name }) => ({ value: id, label: name }))}
              value={sourceId}
              onChange={({ currentTarget: { value } }) => set({ sourceId: value })}
            />
            <NativeSelect
              label="New people go into"
              error={refusal?.at('bookId')}
              data={books.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
              value={bookId}
              onChange={({ currentTarget: { value } }) => set({ bookId: value })}
            />
          </Group>
          {AREAS.map(([name, label, description]) => (
            <Textarea
              key={name}
              label={label}
              description={description}
              autosize
              maxLength={2000}
              error={refusal?.at(name)}
              value={typed[name]}
              onChange={({ currentTarget: { value } }) => set({ [name]: value })}
            />
          ))}
          <Textarea
            label="Sites that may show it"
            description="One a line, for example https://www.yourfirm.com"
            autosize
            error={refusal?.problem.errors?.find(({ field }) => field.startsWith('allowedOrigins'))?.message}
            value={typed.origins}
            onChange={({ currentTarget: { value } }) => set({ origins: value })}
          />
          <NumberInput
            maw={200}
            label="At most, in a day"
            min={1}
            max={100_000}
            error={refusal?.at('dailyLimit')}
            value={typed.dailyLimit}
            onChange={(value) => set({ dailyLimit: Number(value) })}
          />
          {form && (
            <Checkbox
              label="No longer shown"
              description="What came by it stays"
              checked={typed.retired}
              onChange={({ currentTarget: { checked } }) => set({ retired: checked })}
            />
          )}
          <DialogFoot onClose={onClose}>
            <Button type="submit" disabled={typed.title.trim() === ''} loading={saving.isPending}>
              Save
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </FormDialog>
  );
}
