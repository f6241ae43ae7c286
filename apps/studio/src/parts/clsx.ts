/** Names of classes, those that hold. */
export const clsx = (...names: (string | false | undefined)[]): string => names.filter(Boolean).join(' ');
