import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { openSessionOf } from '@rap/database/identity/open-session';
import type { Who } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { may } from '@rap/domain/policy/abilities';
import { authorise } from '../http/authorise.ts';
import { Me, Outside, PeopleOnly, type Principal } from '../http/edge.ts';
import { LiveHub, type LiveScreen } from './live-hub.ts';

/** How often a stream says that it is there, and looks whether its session still is: it ends within 30 s of it. */
const BEAT_MS = 15_000;
/** What a browser that does not read may leave unread; then it is cut off, comes back, and fetches everything again. */
const MOST_UNREAD_BYTES = 256 * 1024;

/**
 * Live updates by server-sent events: `ready`, `change` (a person's id and the kinds of event), `refetch`, and `ended` when
 * the session has ended. A process that stops says `refetch` and ends the stream. Ids and kinds only: what they mean is asked of the API. A stream, so no part of the API's document.
 */
@Controller('live')
@ApiExcludeController()
export class LiveController {
  private readonly hub: LiveHub;
  private readonly db: TenantDb;

  constructor(hub: LiveHub, db: TenantDb) {
    this.hub = hub;
    this.db = db;
  }

  @Get()
  @Outside()
  @PeopleOnly()
  async live(
    @Me() me: Principal,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    authorise(me, 'person.read');
    let { who } = me;
    let no = 0;
    const { raw } = reply;
    const put = (text: string): void => {
      if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
      else if (!raw.writableEnded) raw.write(text);
    };
    const say = (event: string, data: object): void =>
      put(`id: ${(no += 1)}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    const screen: LiveScreen = {
      who: () => who,
      changed: (personId, kinds) => say('change', { personId, kinds }),
      refetch: () => say('refetch', {}),
      end: () => {
        say('refetch', {});
        raw.end();
      },
    };
    await this.hub.ready();
    reply.hijack();
    // gone meanwhile: nothing would ever take this screen away again
    if (raw.destroyed) return;
    raw.writeHead(200, {
      ...headersOf(reply),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // nothing comes after a stream, and a stop of the process waits for connections
      connection: 'close',
      'x-accel-buffering': 'no',
    });
    // who comes back has missed what was said meanwhile
    say(lastEventId === undefined ? 'ready' : 'refetch', {});
    const beat = setInterval(() => {
      this.stillAllowed(me).then(
        (now) => {
          if (now) {
            who = now;
            put(': beat\n\n');
          } else {
            say('ended', {});
            raw.end();
          }
        },
        // nobody can say whether the session is open: the browser comes back when somebody can
        () => raw.end(),
      );
    }, BEAT_MS);
    raw.once('close', () => {
      clearInterval(beat);
      this.hub.remove(screen);
    });
    this.hub.add(screen);
  }

  /** The session as it stands: ended, of another role, or with other books. */
  private async stillAllowed({ who, sessionId }: Principal): Promise<Who | undefined> {
    const now = await this.db.run({ ...who, books: '*' }, (ctx) => openSessionOf(ctx, sessionId));
    return now && may(now.role, 'person.read') ? { ...who, books: now.books } : undefined;
  }
}

const headersOf = (reply: FastifyReply): Record<string, string> =>
  Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));
