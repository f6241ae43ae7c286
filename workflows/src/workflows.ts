// Every workflow type that workers run; the entry of the bundle.
export { automationRun } from './automation-run/automation-run.ts';
