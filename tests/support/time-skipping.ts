import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { inject } from 'vitest';
import { SEARCH_ATTRIBUTES } from '../../scripts/lib/temporal.mjs';

const KEYWORD = 2; // temporal.api.enums.v1.IndexedValueType

/** A Temporal server whose clock runs ahead while workflows wait: 120 days pass in under a second. */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  // activities that fail on purpose would fill the output
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const env = await startServer();
  await env.connection.operatorService.addSearchAttributes({
    namespace: env.namespace ?? 'default',
    searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTES.map((name) => [name, KEYWORD])),
  });
  return env;
}

const STARTS = 4;

/** The SDK gives the server five seconds to start, which a machine with much to do does not always make. */
async function startServer(): Promise<TestWorkflowEnvironment> {
  for (let start = 1; ; start++) {
    try {
      return await TestWorkflowEnvironment.createTimeSkipping({ server: inject('timeSkippingServer') });
    } catch (error) {
      if (start === STARTS || !String(error).includes('did not start within')) throw error;
    }
  }
}
