import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { PLACES } from './places.ts';

/** How long the second key of G and a letter may take. */
const SECOND_KEY_MS = 1_200;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** G, then the letter of a page. */
export function useGoKeys(): void {
  const navigate = useNavigate();
  useEffect(() => {
    let goPressedAt = -Infinity;
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === 'g') {
        goPressedAt = event.timeStamp;
        return;
      }
      const place = PLACES.find(({ key }) => key === event.key);
      if (place && event.timeStamp - goPressedAt < SECOND_KEY_MS) void navigate({ to: place.to });
      goPressedAt = -Infinity;
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigate]);
}
