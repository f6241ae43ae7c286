import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { FaultQueue } from '../fault-queue.ts';
import { type Html, html } from './html.ts';

/** A failure as a page offers it; what else it can be asked for is in the JSON API. */
export interface FaultOffer<F> {
  readonly words: string;
  readonly fault: F;
}

type Fault = { readonly kind: string; readonly times: number };
const Asked = z.object({
  offer: z.coerce.number().int().min(0),
  times: z.coerce.number().int().min(1).max(100),
});

/** What goes wrong next, with a way to ask for more and to call it off. */
export function faultPanel<F extends Fault>(
  path: string,
  faults: FaultQueue<F>,
  offers: readonly FaultOffer<F>[],
): Html {
  const waiting = faults.list().map((fault) => {
    const known = offers.find((offer) => offer.fault.kind === fault.kind && sameBut(offer.fault, fault));
    return html`<li>
      <span class="row">${known?.words ?? fault.kind} <span class="meta">${fault.left} more</span></span>
    </li>`;
  });
  return html`<h2>Failures on demand</h2>
    ${
      waiting.length > 0
        ? html`<ul class="rows">
              ${waiting}
            </ul>
            <form class="actions" method="post" action="${path}/clear">
              <button type="submit">Call them off</button>
            </form>`
        : html`<p class="card">Nothing is asked to go wrong.</p>`
    }
    <form class="card" method="post" action="${path}">
      <label for="offer">What goes wrong</label>
      <select id="offer" name="offer">
        ${offers.map(({ words }, at) => html`<option value="${String(at)}">${words}</option>`)}
      </select>
      <label for="times">How often</label>
      <select id="times" name="times">
        ${['1', '2', '5', '20'].map((times) => html`<option value="${times}">${times}</option>`)}
      </select>
      <div class="actions"><button type="submit">Ask for it</button></div>
    </form>`;
}

/** The two buttons of the panel; both lead back to the page that shows it. */
export function registerFaultPanel<F extends Fault>(
  app: FastifyInstance,
  {
    path,
    page,
    faults,
    offers,
  }: { path: string; page: string; faults: FaultQueue<F>; offers: readonly FaultOffer<F>[] },
): void {
  app.post(path, (request, reply) => {
    const { offer, times } = Asked.parse(request.body);
    const chosen = offers[offer];
    if (chosen) faults.add({ ...chosen.fault, times });
    return reply.redirect(page, 303);
  });
  app.post(`${path}/clear`, (_request, reply) => {
    faults.clear();
    return reply.redirect(page, 303);
  });
}

/** The same failure, however often it is asked for. */
function sameBut<F extends Fault>(offer: F, waiting: F & { left: number }): boolean {
  const { left: _left, times: _times, ...plain } = waiting;
  return Object.entries(plain).every(([name, value]) => Reflect.get(offer, name) === value);
}
