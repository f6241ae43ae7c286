import { Alert } from '@mantine/core';
import type { Refusal } from '../api/refusal.ts';

/** Why a form was refused as a whole; what is wrong with a field stands at the field, or here too where some have no place. */
export function WholeRefusal({
  refusal,
  fieldsToo = false,
}: {
  readonly refusal: Refusal | undefined;
  readonly fieldsToo?: boolean;
}): React.JSX.Element | null {
  const faults = refusal?.problem.errors;
  if (!refusal || (faults && !fieldsToo)) return null;
  return (
    <Alert color="red" role="alert">
      {faults?.map(({ message }) => message).join(' ') ?? refusal.message}
    </Alert>
  );
}
