import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { refusalOf } from '../api/refusal.ts';

/** Says that something was done, with the way back where there is one. */
export function sayDone(message: string, undo?: () => void): void {
  const id = notifications.show({
    color: 'petrol',
    closeButtonProps: { 'aria-label': 'Close' },
    autoClose: undo ? 8_000 : 4_000,
    message: undo ? (
      <>
        {message}{' '}
        <Anchor
          component="button"
          type="button"
          fz="sm"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Anchor>
      </>
    ) : (
      message
    ),
  });
}

/** Says that something was not done, and why. It stays until it is read. */
export function sayRefused(what: string, error: unknown): void {
  notifications.show({
    color: 'red',
    closeButtonProps: { 'aria-label': 'Close' },
    autoClose: false,
    role: 'alert',
    title: what,
    message: refusalOf(error).message,
  });
}
