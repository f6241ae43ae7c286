/** Injection tokens of what is no class. */
export const SETTINGS = Symbol('settings');
export const RUNS = Symbol('automation runs');
export const MESSAGES = Symbol('messages that people write');
export const CODEC = Symbol('codec of Temporal payloads');
export const TEMPORAL = Symbol('Temporal client');
export const LINK_KEY = Symbol('key of unsubscribe links');
