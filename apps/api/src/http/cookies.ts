/** Kinds of sign-in that a browser may hold at once; neither opens what is the other's. */
export type CookieKind = 'session' | 'operator_session' | 'oidc' | 'choice';

/** `__Host-` ties a cookie to this very origin; browsers take it on https only, and this machine speaks plain http. */
export function cookieName(kind: CookieKind, publicUrl: string): string {
  return publicUrl.startsWith('https:') ? `__Host-${kind}` : kind;
}

/** No script reads it, and other sites cannot send it along with a write. */
export const cookieOptions = (publicUrl: string) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:') }) as const;
