const count = (n: number, one: string, many: string): string => (n === 1 ? `1 ${one}` : `${n} ${many}`);

/** "3 people entered, 2 messages left, 1 person came to the end" */
export function inWords(done: {
  readonly entered: number;
  readonly sent: number;
  readonly ended: number;
}): string {
  const parts = [
    done.entered > 0 && `${count(done.entered, 'person', 'people')} entered`,
    done.sent > 0 && `${count(done.sent, 'message', 'messages')} left`,
    done.ended > 0 && `${count(done.ended, 'person', 'people')} came to the end`,
  ];
  return parts.filter(Boolean).join(', ');
}
