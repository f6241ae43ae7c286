/** Injection tokens of what is no class. */
export const SETTINGS = Symbol('settings');
export const RUNS = Symbol('automation runs');
export const MESSAGES = Symbol('messages that people write');
export const CODEC = Symbol('codec of Temporal payloads');
export const TEMPORAL = Symbol('Temporal client');
export const IDENTITY_KEY = Symbol('key of second factors and of sign-ins elsewhere');
export const OIDC = Symbol('OpenID provider, or null');
export const ERASER = Symbol('erases firms, or null');
export const LINK_KEY = Symbol('key of unsubscribe links');
export const MAIL_DNS = Symbol('asks the DNS for TXT records');
export const MAIL_KEYS = Symbol('public keys of the domains that mail is signed for');
