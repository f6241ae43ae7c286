// The same rules with short times: what waits a minute in production waits two seconds here, so that a fault run ends today.

export const RELAY_LEASE_MS = 3_000;
/** after this the server gives a workflow's task to another worker */
export const WORKFLOW_TASK_TIMEOUT = '2s';
/** how long a task waits for the worker that had its workflow in memory */
export const STICKY_TIMEOUT_MS = 1_000;
/** one call to a provider */
export const PROVIDER_TIMEOUT_MS = 2_000;
/** longer than a call, as in production: the provider has the message by then, or never will */
export const SETTLE_MS = 3_500;
export const TRY_AGAIN_MS = 1_000;
/** after a restore: whether a person has decided */
export const ASK_AGAIN_MS = 1_000;
/** hourly in production */
export const RECONCILE_EVERY_MS = 5_000;
/** a run that should have gone on so long ago is looked at */
export const LATE_MS = 5_000;
