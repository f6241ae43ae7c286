import { Button, Checkbox, Menu, Stack, TextInput } from '@mantine/core';
import { changeSavedView, deleteSavedView, saveView, type SavedView } from '@rap/contracts/api-client';
import { IconBookmark } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { ask } from '../api/ask.ts';
import { Refusal } from '../api/refusal.ts';
import { AskFirst } from '../parts/ask-first.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import { useMe } from '../session/session.ts';
import type { LeadsSearch } from './leads-search.ts';
import { DialogFoot } from '../parts/dialog-foot.tsx';
import { queryOf, savedViewsQuery } from './saved-views.ts';

/** Keeps the list as it stands under a name, for oneself or for everybody. */
export function ViewMenu({
  search,
  onOpen,
}: {
  readonly search: LeadsSearch;
  readonly onOpen: (saved: string | undefined) => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const me = useMe();
  const views = useQuery(savedViewsQuery);
  const [open, setOpen] = useState<'new' | 'name' | 'delete'>();
  const from = views.data?.items.find(({ id }) => id === search.saved);
  const own = from && (from.ownerId === me.userId || me.role === 'owner') ? from : undefined;
  const changed = own !== undefined && own.query !== queryOf(search);
  const fetchAgain = (): Promise<void> => queries.invalidateQueries(savedViewsQuery);
  const updating = useMutation({
    mutationFn: (view: SavedView) =>
      ask(
        changeSavedView({ path: { id: view.id }, body: { version: view.version, query: queryOf(search) } }),
      ),
    onSuccess: ({ name }) => sayDone(`“${name}” keeps the list as it stands`),
    onError: (error) => sayRefused('The view was not changed', error),
    onSettled: fetchAgain,
  });
  const removing = useMutation({
    mutationFn: ({ id, version }: SavedView) => ask(deleteSavedView({ path: { id }, query: { version } })),
    onSuccess: ({ name }) => {
      setOpen(undefined);
      sayDone(`“${name}” is deleted`);
      onOpen(undefined);
      void fetchAgain();
    },
  });
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={16} stroke={1.6} aria-hidden="true" />}>
            {changed ? 'View, changed' : 'View'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {own && (
            <>
              <Menu.Label>{own.name}</Menu.Label>
              <Menu.Item disabled={!changed} onClick={() => updating.mutate(own)}>
                Keep it as it stands now
              </Menu.Item>
              <Menu.Item onClick={() => setOpen('name')}>Name and who sees it</Menu.Item>
              <Menu.Item color="red" onClick={() => setOpen('delete')}>
                Delete it
              </Menu.Item>
              <Menu.Divider />
            </>
          )}
          <Menu.Item onClick={() => setOpen('new')}>Save this list as a view</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'new' && (
        <ViewDialog
          query={queryOf(search)}
          onClose={() => setOpen(undefined)}
          onSaved={(view) => {
            setOpen(undefined);
            sayDone(`“${view.name}” is kept`);
            void fetchAgain().then(() => onOpen(view.id));
          }}
        />
      )}
      {open === 'name' && own && (
        <ViewDialog
          view={own}
          query={own.query}
          onClose={() => setOpen(undefined)}
          onSaved={() => {
            setOpen(undefined);
            sayDone('The view is changed');
            void fetchAgain();
          }}
        />
      )}
      {open === 'delete' && own && (
        <AskFirst
          title={`Delete “${own.name}”`}
          verb="Delete it"
          pending={removing.isPending}
          error={removing.error}
          onYes={() => removing.mutate(own)}
          onClose={() => setOpen(undefined)}
        >
          {own.shared ? 'Nobody sees this view any more. ' : ''}The leads in it stay as they are.
        </AskFirst>
      )}
    </>
  );
}

function ViewDialog({
  view,
  query,
  onClose,
  onSaved,
}: {
  readonly view?: SavedView;
  readonly query: string;
  readonly onClose: () => void;
  readonly onSaved: (view: SavedView) => void;
}): React.JSX.Element {
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const saving = useMutation({
    mutationFn: () =>
      view
        ? ask(changeSavedView({ path: { id: view.id }, body: { version: view.version, name, shared } }))
        : ask(saveView({ body: { name, query, shared } })),
    onSuccess: onSaved,
  });
  const refusal = saving.error instanceof Refusal ? saving.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <FormDialog opened onClose={onClose} title={view ? 'Name and who sees it' : 'Save this list as a view'}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label="Name"
            data-autofocus
            maxLength={60}
            error={refusal && (refusal.at('name') ?? refusal.message)}
            value={name}
            onChange={({ currentTarget: { value } }) => setName(value)}
          />
          <Checkbox
            label="Everybody of the firm sees it"
            description="Each sees the leads of their own books in it"
            checked={shared}
            onChange={({ currentTarget: { checked } }) => setShared(checked)}
          />
          <DialogFoot onClose={onClose}>
            <Button type="submit" disabled={name.trim() === ''} loading={saving.isPending}>
              Save
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </FormDialog>
  );
}
