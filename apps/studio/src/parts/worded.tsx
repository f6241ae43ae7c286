const EMPHASIS = /\*([^*]+)\*/g;

/** A sentence of the API, which marks the names in it with asterisks. */
export const Worded = ({ text }: { readonly text: string }): React.JSX.Element => (
  <>{text.split(EMPHASIS).map((part, at) => (at % 2 === 1 ? <b key={at}>{part}</b> : part))}</>
);

/** The same where only plain words can stand. */
export const plainWords = (text: string): string => text.replace(EMPHASIS, '"$1"');
