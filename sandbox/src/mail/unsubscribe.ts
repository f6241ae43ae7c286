import { type StoredMail, header } from './mailbox.ts';

export type Unsubscribed =
  { readonly done: true; readonly status: number } | { readonly done: false; readonly why: string };

/** The one-click address of a message, when it offers one (RFC 8058, 3.1). */
export function oneClickUrl(stored: StoredMail): string | undefined {
  if (header(stored.mail, 'list-unsubscribe-post')?.trim().toLowerCase() !== 'list-unsubscribe=one-click')
    return undefined;
  return /<(https?:\/\/[^>]+)>/i.exec(header(stored.mail, 'list-unsubscribe') ?? '')?.[1];
}

/** What a mail program does on "Unsubscribe": one POST, without cookies, following no redirect (RFC 8058, 3.2). */
export async function unsubscribeByOneClick(
  stored: StoredMail,
  productOrigin: string,
): Promise<Unsubscribed> {
  const url = oneClickUrl(stored);
  if (!url) return { done: false, why: 'The message offers no one-click unsubscribe.' };
  if (new URL(url).origin !== new URL(productOrigin).origin)
    return { done: false, why: 'The address is not on this machine.' };
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
    return { done: true, status: response.status };
  } catch {
    return { done: false, why: 'The product did not answer.' };
  }
}
