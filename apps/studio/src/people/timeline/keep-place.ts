import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

interface Seen {
  readonly id: string;
  readonly top: number;
}

const scrollerOf = (list: HTMLElement): HTMLElement | null => list.closest('main');

/** The first item that is in sight, and how far it is from the top. */
function firstInSight(list: HTMLElement, scroller: HTMLElement): Seen | undefined {
  const edge = scroller.getBoundingClientRect().top;
  for (const item of list.querySelectorAll<HTMLElement>('[data-item]')) {
    const { top, bottom } = item.getBoundingClientRect();
    if (bottom > edge) return { id: item.dataset['item'] ?? '', top: top - edge };
  }
  return undefined;
}

/**
 * Keeps what one reads where it is when items come in above it. Who stands at the very top, with nothing newer beyond, sees
 * new ones push in.
 */
export function useKeptPlace(list: RefObject<HTMLElement | null>, ids: string, hasNewer: boolean): void {
  const seen = useRef<Seen | undefined>(undefined);
  useEffect(() => {
    const scroller = list.current && scrollerOf(list.current);
    if (!scroller) return undefined;
    const look = (): void => {
      seen.current = list.current ? firstInSight(list.current, scroller) : undefined;
    };
    scroller.addEventListener('scroll', look, { passive: true });
    return () => scroller.removeEventListener('scroll', look);
  }, [list]);
  useLayoutEffect(() => {
    const here = list.current;
    const scroller = here && scrollerOf(here);
    if (!here || !scroller) return;
    const before = seen.current;
    if (before && (scroller.scrollTop > 0 || hasNewer)) {
      const item = here.querySelector<HTMLElement>(`[data-item="${CSS.escape(before.id)}"]`);
      const now = item && item.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      if (now !== null) scroller.scrollTop += now - before.top;
    }
    seen.current = firstInSight(here, scroller);
    // only when other items stand in the list
  }, [list, ids, hasNewer]);
}

/** Calls when the mark comes near to what is in sight. */
export function useInSight(mark: RefObject<HTMLElement | null>, wanted: boolean, call: () => void): void {
  const latest = useRef(call);
  useEffect(() => {
    latest.current = call;
  });
  useEffect(() => {
    if (!mark.current || !wanted) return undefined;
    const watch = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && latest.current(),
      { rootMargin: '300px' },
    );
    watch.observe(mark.current);
    return () => watch.disconnect();
  }, [mark, wanted]);
}
