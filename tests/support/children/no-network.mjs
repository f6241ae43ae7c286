// Loaded before a process's own code (`--import`): whatever is not this machine cannot be reached, and who tried is written down.
import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';

const OURS = /^(127\.|::1$|localhost$|\[::1\]$|0\.0\.0\.0$|$)/;
// oxlint-disable-next-line typescript/unbound-method -- called with the socket as `this`
const { connect } = Socket.prototype;

Socket.prototype.connect = function connectHere(...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const host =
    typeof first === 'object' && first
      ? first.path
        ? ''
        : (first.host ?? '')
      : typeof args[1] === 'string'
        ? args[1]
        : '';
  if (OURS.test(host)) return connect.apply(this, args);
  appendFileSync(process.env.NETWORK_LOG, `${process.argv[1]} wanted ${host}\n`);
  process.nextTick(() => this.destroy(new Error(`no network: ${host}`)));
  return this;
};
