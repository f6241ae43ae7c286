import { Component, type ReactNode } from 'react';
import { FaultNumber } from './parts/fault-number.tsx';

/** What is shown when not even the frame of the pages could be. */
export class LastResort extends Component<{ readonly children: ReactNode }, { readonly error?: Error }> {
  override state: { readonly error?: Error } = {};

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error('unknown') };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main role="alert" style={{ maxWidth: 560, margin: '96px auto', padding: 16 }}>
        <h1>The application could not be shown</h1>
        <p>Nothing was lost: what you had saved is saved.</p>
        <p>
          <FaultNumber error={error} />
        </p>
        <button type="button" onClick={() => window.location.assign('/')}>
          Load it again
        </button>
      </main>
    );
  }
}
