import { countSegments, MAX_SEGMENTS } from '@rap/domain/messages/sms-segments';
import { counted } from '../../parts/counted.ts';
import classes from './compose.module.css';

/** How many texts it is billed as, and which characters make it dearer than it need be. */
export function TextLength({ text }: { readonly text: string }): React.JSX.Element {
  const { segments, encoding, unusual } = countSegments(text);
  const tooLong = segments > MAX_SEGMENTS;
  return (
    <div className={classes.meta} role="status">
      {counted(Array.from(text).length, 'character')}, sent as {counted(segments, 'text')}
      {tooLong && <span className={classes.bad}> {MAX_SEGMENTS} texts are the most: shorten it.</span>}
      {encoding === 'ucs2' && (
        <span className={classes.warn}>
          {' '}
          {unusual.slice(0, 5).join(' ')}{' '}
          {unusual.length === 1 ? 'is no plain character' : 'are no plain characters'}: with{' '}
          {unusual.length === 1 ? 'it' : 'them'} one text holds 70 characters instead of 160.
        </span>
      )}
    </div>
  );
}
