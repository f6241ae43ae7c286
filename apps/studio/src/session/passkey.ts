import {
  addPasskey,
  beginPasskey,
  beginPasskeySignIn,
  signInByPasskey,
  type PasskeyRegistration,
  type PasskeySignIn,
  type SignedIn,
} from '@rap/contracts/api-client';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { ask } from '../api/ask.ts';

/** Whoever closed the browser's own question knows that they did: nothing is said. */
export class PasskeyCalledOff extends Error {}

// only who presses the button needs it
const webAuthn = () => import('@simplewebauthn/browser');

export async function signInWithPasskey(): Promise<SignedIn> {
  const options = await ask(beginPasskeySignIn());
  const { startAuthentication } = await webAuthn();
  const credential = await asked(
    startAuthentication({ optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON }),
  );
  return ask(signInByPasskey({ body: { credential: credential as PasskeySignIn['credential'] } }));
}

/** Makes one on this device, or on the phone or key that the browser asks for. */
export async function makePasskey(name: string, password: string): Promise<void> {
  const options = await ask(beginPasskey({ body: { password } }));
  const { startRegistration } = await webAuthn();
  const credential = await asked(
    startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON }),
  );
  await ask(
    addPasskey({
      body: { name, credential: credential as PasskeyRegistration['credential'] },
    }),
  );
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'NotAllowedError' || name === 'AbortError') throw new PasskeyCalledOff();
    if (name === 'InvalidStateError') throw new Error('This device has a passkey of yours already.');
    throw error;
  }
}
