// Every workflow type that workers run; the entry of the bundle.
export { automationRun } from './automation-run/automation-run.ts';
export { firmCare } from './firm-care/firm-care.ts';
export { outboundMessage } from './outbound-message/outbound-message.ts';
