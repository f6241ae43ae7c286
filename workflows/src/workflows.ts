// Every workflow type that workers run; the entry of the bundle.
export { automationRun } from './automation-run/automation-run.ts';
export { firmCare } from './firm-care/firm-care.ts';
export { letter } from './letter/letter.ts';
export { outboundMessage } from './outbound-message/outbound-message.ts';
