import { setUpFirm, signIn, type FirmSetUp } from '@rap/contracts/api-client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api/ask.ts';
import { Refusal } from '../api/refusal.ts';

/** In which step of the page each field of the request stands. */
const STEP_OF: Readonly<Record<string, number>> = {
  displayName: 0,
  password: 0,
  name: 1,
  timeZone: 1,
  states: 1,
  phone: 1,
  postalAddress: 1,
};
export const LAST_STEP = 2;

export interface SetUpLink {
  readonly email: string;
  readonly ticket: string;
}

/** What stands behind the # of the link; undefined when it is no such link. */
export function linkOf(hash: string): SetUpLink | undefined {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const [email, ticket] = [parts.get('email'), parts.get('ticket')];
  return email && ticket ? { email, ticket } : undefined;
}

export type Typed = Omit<FirmSetUp, 'email' | 'ticket'>;

const EMPTY: Typed = {
  displayName: '',
  password: '',
  name: '',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  states: [],
  phone: '',
  postalAddress: '',
  settings: { fourEyes: true, requireSecondFactor: true, sendingHours: 'by_place', emailDomain: '' },
};

/** The set-up while it is typed. A refusal leads to the step of its first field; nothing typed is lost. */
export function useSetUp(link: SetUpLink, onDone: (signedIn: boolean) => void) {
  const [step, setStep] = useState(0);
  const [typed, setTyped] = useState<Typed>(() => ({
    ...EMPTY,
    settings: { ...EMPTY.settings, emailDomain: link.email.split('@')[1] ?? '' },
  }));
  const saving = useMutation({
    mutationFn: async () => {
      await ask(setUpFirm({ body: { ...typed, ...link } }));
      // who is asked for more (a second factor, which of several firms) signs in on its own page
      return ask(signIn({ body: { email: link.email, password: typed.password } })).then(
        () => true,
        () => false,
      );
    },
    onSuccess: onDone,
    onError: (error) => {
      const first = error instanceof Refusal ? error.problem.errors?.[0]?.field : undefined;
      if (first !== undefined) setStep(STEP_OF[first] ?? LAST_STEP);
    },
  });
  const refusal = saving.error instanceof Refusal ? saving.error : undefined;
  return {
    typed,
    step,
    refusal,
    pending: saving.isPending,
    set: (changes: Partial<Typed>) => setTyped((before) => ({ ...before, ...changes })),
    setting: (changes: Partial<Typed['settings']>) =>
      setTyped((before) => ({ ...before, settings: { ...before.settings, ...changes } })),
    back: () => setStep((now) => Math.max(0, now - 1)),
    next: () => (step < LAST_STEP ? setStep(step + 1) : saving.mutate()),
  };
}

export type SetUp = ReturnType<typeof useSetUp>;
