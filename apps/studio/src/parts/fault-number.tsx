import { useEffect, useState } from 'react';
import { tellFault } from './tell-fault.ts';

/** The number of a fault, as soon as there is one, with a button that copies it. No library: it stands where any may have failed. */
export function FaultNumber({
  error,
  number: given,
}: {
  readonly error: Error;
  /** of the request that failed, where it was one */
  readonly number?: string | undefined;
}): React.JSX.Element {
  const [told, setTold] = useState<string>();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (given === undefined) void tellFault(error).then(setTold);
  }, [error, given]);
  const number = given ?? told;
  if (number === undefined) return <span>It could not be written down: the server is not reached.</span>;
  const copy = (): void => void navigator.clipboard.writeText(number).then(() => setCopied(true));
  return (
    <span>
      Support finds it in the logs by this number: <code>{number}</code>{' '}
      <button type="button" onClick={copy}>
        {copied ? 'Copied' : 'Copy'}
      </button>
    </span>
  );
}
