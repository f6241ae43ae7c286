import { Modal, type ModalProps } from '@mantine/core';
import { useState } from 'react';
import { AskFirst } from './ask-first.tsx';
import { UnsavedGuard } from './unsaved.tsx';

/** A dialog with a form: once something was typed in it, Escape, the cross and a click beside it ask before it is gone. */
export function FormDialog({
  dirty = false,
  onClose,
  children,
  ...more
}: ModalProps & {
  /** where the form knows more than that somebody typed: a choice was made */
  readonly dirty?: boolean;
}): React.JSX.Element {
  const [input, setInput] = useState(false);
  const typed = input || dirty;
  const [asking, setAsking] = useState(false);
  return (
    <Modal closeOnEscape={!asking} {...more} onClose={() => (typed ? setAsking(true) : onClose())}>
      <div onInput={() => setInput(true)}>{children}</div>
      <UnsavedGuard when={typed} />
      {asking && (
        <AskFirst
          title="Close without saving?"
          verb="Close it"
          pending={false}
          error={undefined}
          onYes={onClose}
          onClose={() => setAsking(false)}
        >
          What you typed here is not saved yet.
        </AskFirst>
      )}
    </Modal>
  );
}
