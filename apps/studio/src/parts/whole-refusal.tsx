import { Alert } from '@mantine/core';
import type { Refusal } from '../api/refusal.ts';

/** Why a form was refused as a whole; what is wrong with a field stands at the field. */
export const WholeRefusal = ({
  refusal,
}: {
  readonly refusal: Refusal | undefined;
}): React.JSX.Element | null =>
  refusal && !refusal.problem.errors ? (
    <Alert color="red" role="alert">
      {refusal.message}
    </Alert>
  ) : null;
