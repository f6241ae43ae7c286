import { counted } from '../parts/counted.ts';

/** "3 people entered, 2 messages left, 1 person came to the end" */
export function inWords(done: {
  readonly entered: number;
  readonly sent: number;
  readonly ended: number;
}): string {
  const parts = [
    done.entered > 0 && `${counted(done.entered, 'person', 'people')} entered`,
    done.sent > 0 && `${counted(done.sent, 'message')} left`,
    done.ended > 0 && `${counted(done.ended, 'person', 'people')} came to the end`,
  ];
  return parts.filter(Boolean).join(', ');
}
